"""A believable city for demonstrations: complaints with whole lives, planned from a seed, written to the same stream.

Every day of filings is planned from (seed, day) alone and every life from (seed, complaint), so history, the live
feed and a feed that was restarted are parts of one plan, with the same event ids. Deadlines come from the city's own
policies and calendar; all numbers come from the city's simulator.yaml. Instants are milliseconds since 1970 UTC.
"""
