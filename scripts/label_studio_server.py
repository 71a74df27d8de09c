"""A Label Studio that is started for a trial and ended after it; used by `trial_label_studio`."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any


class Server:
    """A Label Studio of its own: temporary data, this machine only, gone at the end."""

    def __init__(self, python: str, port: int, folder: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.token = secrets.token_hex(20)
        self.mail, self.password = "trial@example.org", secrets.token_hex(12)
        environment = {
            **os.environ, "LABEL_STUDIO_BASE_DATA_DIR": str(folder), "DJANGO_DB": "sqlite",
            "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true", "COLLECT_ANALYTICS": "false", "SENTRY_DSN": "",
            "FRONTEND_SENTRY_DSN": "", "LATEST_VERSION_CHECK": "false",
        }
        command = [
            str(Path(python).parent / "label-studio"), "start", "--no-browser", "--internal-host", "127.0.0.1",
            "-p", str(port), "--username", self.mail, "--password", self.password, "--user-token", self.token,
        ]
        self._log = (folder / "server.log").open("wb")
        self._process = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True,
        )

    def wait(self, seconds: float = 180) -> None:
        """Until the server answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._process.poll() is not None:
                sys.exit("Label Studio ended before it answered")
            try:
                self.call("GET", "/api/version")
            except (OSError, ValueError):
                time.sleep(1)
            else:
                return
        sys.exit("Label Studio did not answer in time")

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """One call of the API, JSON in and out."""
        request = urllib.request.Request(  # noqa: S310  this machine only
            self.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310  this machine only
            return json.loads(answer.read() or b"null")

    def end(self) -> None:
        """End the process that was started here, and those that it started."""
        try:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        except ProcessLookupError:
            pass
        self._log.close()
