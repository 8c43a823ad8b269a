"""The set-up wizard: nine pages over the flow, from nothing to a proven connection."""
