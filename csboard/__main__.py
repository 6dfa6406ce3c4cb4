"""`python -m csboard` does what the installed command `csboard` does."""

from csboard.cli.entry import run

if __name__ == "__main__":
    run()
