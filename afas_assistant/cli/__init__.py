"""The terminal: every command, one module per group. Shows and asks; decides nothing."""
