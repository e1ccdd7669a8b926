"""What an error says, in one line for a log or a person."""


def first_line(error: BaseException) -> str:
    """The first line of an error's words; databases add the statement and a link below it."""
    return str(error).strip().partition("\n")[0]
