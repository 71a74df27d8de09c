"""`python -m tbnlp`."""

from tbnlp.cli import main

if __name__ == "__main__":
    main()
