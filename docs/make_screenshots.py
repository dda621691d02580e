"""`make screenshots`: the pictures of README and handbook; see `screenshots/taking.py`."""  # noqa: INP001 - a script

import asyncio

from screenshots.taking import main

if __name__ == "__main__":
    asyncio.run(main())
