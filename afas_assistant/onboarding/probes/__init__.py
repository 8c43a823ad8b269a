"""Probes: pure functions from (requirement, what the environment said) to a verdict.

They fetch nothing, so every verdict is one row of a table-driven test, and the wizard, the tab, the terminal and the
watch mode all judge alike.
"""
