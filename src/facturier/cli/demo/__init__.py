"""The demonstration: real-shaped orders become invoices, each exactly once, on simulators on this machine."""
