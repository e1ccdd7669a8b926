"""A believable city for demonstrations: all its streams, planned from a seed and written to the same Redis.

Each source has a plan: complaints, calls to 112, queues, attendance, crews and their tasks, positions. A plan tells
each day from (seed, day) alone, so history, the live feed and a feed that was restarted are parts of one plan, with the
same event ids; a `Timeline` delivers it in order. Deadlines and hours come from the city's own policies and calendar;
all other numbers from its simulator.yaml. Instants are milliseconds since 1970 UTC.
"""
