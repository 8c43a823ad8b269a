"""What happens at night without a person: when, started by whom, and what became of it. Without Qt."""
