"""`python -m niaga` and the command `niaga`."""

from niaga.cli.main import main

if __name__ == "__main__":
    main()
