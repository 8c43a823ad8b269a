"""What the control side says when it cannot do something: one sentence in each of the two languages."""


class ControlError(Exception):
    """A control call that cannot be done; the sentences go into the reply. ``str()`` gives the English one."""

    def __init__(self, english: str, dutch: str) -> None:
        super().__init__(english)
        self.english = english
        self.dutch = dutch
