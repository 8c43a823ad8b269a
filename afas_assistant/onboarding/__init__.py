"""What the assistant does before anything is exchanged: profiles, evidence, probes, verdicts.

A requirement profile says what must be there, evidence says what an environment answered, a probe turns both into a
verdict. Profiles are data and probes are pure functions, so that terminal, window, watch mode and nightly re-check
show the same outcome. This room knows neither Qt nor httpx.
"""
