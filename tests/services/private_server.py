"""A server of our own: in a temporary folder, on free ports, gone when we are."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

START_LIMIT = 60.0
STOP_LIMIT = 30.0

# The guard reads from a pipe that only we hold. Its reading ends when we close the pipe or die in whatever
# way, kill -9 included, and then it clears up: so nothing outlives an interrupted test run.
GUARD = """
read -r _
if [ -s "$1/alive" ]; then kill -9 "-$(cat "$1/alive")"; fi
eval "$2"
rm -rf "$1"
"""


class PrivateServer:
    """What the private RabbitMQ and the private PostgreSQL have in common. Usable as a context manager."""

    def __init__(self, name: str, *, account: str | None = None, afterwards: str = ":") -> None:
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix=f"hub-{name}-"))
        # The server may run under another account, which has to reach its own folder.
        self.folder.chmod(0o755)
        self._account = account
        if account is not None:
            shutil.chown(self.folder, account, account)
        self._process: subprocess.Popen[bytes] | None = None
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", str(self.folder), afterwards],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def command(self) -> Sequence[str]:
        """The command that runs the server in the foreground."""
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        """The whole environment of the server."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Whether the server answers its clients."""
        raise NotImplementedError

    def start(self) -> None:
        """Start the server on its old data and wait until it answers."""
        if self._process is not None:
            raise RuntimeError(f"the private {self.name} is running already")
        deadline = time.monotonic() + START_LIMIT
        process = self._launch()
        while not self.is_ready():
            if time.monotonic() > deadline:
                self.kill()
                raise TimeoutError(f"the private {self.name} was not ready in {START_LIMIT:.0f} s\n{self.log()}")
            if process.poll() is not None:
                # What is left of a killed server can hold on to its data for a moment.
                process = self._launch()
            time.sleep(0.1)

    def stop(self) -> None:
        """Ask the server to end, and wait until it has."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server as a loss of power would end it."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """Kill what still runs and remove every trace; a second time does nothing."""
        if self._guard.stdin is not None:
            self._guard.stdin.close()
        self._guard.wait(STOP_LIMIT)
        if self._process is not None:
            self._process.wait(STOP_LIMIT)
            self._process = None

    def log(self) -> str:
        """The last lines the server wrote."""
        path = self.folder / "output"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def run(self, command: Sequence[str], *, limit: float = START_LIMIT) -> str:
        """Run a command as the account and in the environment of the server; returns what it printed."""
        done = subprocess.run(
            command,
            env=self.environment(),
            cwd="/",
            user=self._account,
            group=self._account,
            extra_groups=None if self._account is None else [],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=limit,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} ended with {done.returncode}\n{done.stdout}")
        return done.stdout

    def _launch(self) -> subprocess.Popen[bytes]:
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                self.command(),
                env=self.environment(),
                cwd="/",
                user=self._account,
                group=self._account,
                extra_groups=None if self._account is None else [],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._alive.write_text(str(self._process.pid))
        return self._process

    def _end(self, how: signal.Signals) -> None:
        process = self._process
        if process is None:
            raise RuntimeError(f"the private {self.name} is not running")
        if how is signal.SIGKILL:
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
        process.wait(STOP_LIMIT)
        self._alive.unlink()
        self._process = None
        deadline = time.monotonic() + STOP_LIMIT
        # A port that is still open belongs to the old server, and must not be mistaken for the new one's.
        while self.is_ready():
            if time.monotonic() > deadline:
                raise TimeoutError(f"the private {self.name} still answers {STOP_LIMIT:.0f} s after its end")
            time.sleep(0.05)

    @property
    def _alive(self) -> Path:
        return self.folder / "alive"
