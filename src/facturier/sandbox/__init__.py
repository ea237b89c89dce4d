"""The kit that every simulator is made of: an app with faults on request and a clock that can be moved."""
