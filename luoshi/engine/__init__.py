"""How we think: pure functions, numbers in, numbers out; no Django, no clock, no I/O."""
