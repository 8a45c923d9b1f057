"""How a case lives: the complaint workflow, its messages, its timers, and the gateway by which the front reaches it."""
