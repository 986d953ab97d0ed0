"""What is wrong with an assignment, or with a table of a class."""


class TaskError(ValueError):
    """An assignment is not as it should be. The message names the file, the task and the mend."""
