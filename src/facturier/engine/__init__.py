"""Binds the flows to the durable queue and the clock. The only room that knows Procrastinate."""
