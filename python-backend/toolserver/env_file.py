"""The file `.env`: what the environment does not set already is taken from it, by the rules of python-dotenv."""

from dotenv import find_dotenv, load_dotenv

from toolserver.errors import FrontdeskError


class EnvFileInvalid(FrontdeskError):
    """The file is no text that can be read."""


def load_env_file() -> None:
    """Read the nearest `.env`, from the working folder upwards. Raises EnvFileInvalid."""
    path = find_dotenv(usecwd=True)
    try:
        load_dotenv(path, encoding="utf-8-sig")  # some editors begin a file with a byte order mark
    except UnicodeDecodeError as error:
        raise EnvFileInvalid(f"{path} is not UTF-8 text: save it as UTF-8") from error
