"""Published exchange rates of central banks: which bank says what, where, and how it is read exactly."""
