"""The recipes for Emacs, run in Emacs: Flymake without a server, and Eglot with one."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.command import SELF_FOCUSED, environment
from tests.editors.recipes import path_with_postlint, recipe
from tests.requirements import require_program, skip_or_fail

DRAFT = f"🥚 Tschüss, 𝕬! {SELF_FOCUSED}"
OWN_RULE = (
    "id: exams\ncategory: form\nscope: sentence\nseverity: info\ncheck: phrases\n"
    'options: {phrases: ["third exam", "lesson"]}\nmessage: "“{phrase}”"\nhelp: x\nwhy: x\n'
    "bad: [{text: 'My lesson.'}]\ngood: [{text: Bread.}]\n"
)

COMMON = """
(require 'json)
(require 'flymake)
(defvar out nil)
(defun keep (name value) (push (cons name value) out))
(defun leave (status)
  (let ((coding-system-for-write 'utf-8))
    (with-temp-file "out.json" (insert (json-encode out))))
  (kill-emacs status))
(defun wait-for (what test)
  (let ((end (+ (float-time) 60)))
    (while (not (funcall test))
      (when (> (float-time) end) (keep 'missing what) (leave 3))
      (accept-process-output nil 0.05))))
(defun found ()
  (mapcar (lambda (one)
            (vector (buffer-substring-no-properties
                     (flymake-diagnostic-beg one) (flymake-diagnostic-end one))
                    (format "%s" (flymake-diagnostic-type one))
                    (flymake-diagnostic-text one)))
          (sort (flymake-diagnostics)
                (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b))))))
"""

FLYMAKE = """
(find-file "draft.txt")
(flymake-start)
(wait-for "findings" (lambda () (flymake-diagnostics)))
(keep 'found (vconcat (found)))
(leave 0)
"""

EGLOT = """
(require 'eglot)
(setq eglot-sync-connect 30)
(find-file "draft.txt")
(apply #'eglot (eglot--guess-contact))
(wait-for "the server" (lambda () (eglot-current-server)))
(wait-for "findings" (lambda () (flymake-start) (flymake-diagnostics)))
(keep 'found (vconcat (found)))
(let* ((server (eglot-current-server))
       (process (jsonrpc--process server))
       (actions (jsonrpc-request
                 server :textDocument/codeAction
                 (list :textDocument (eglot--TextDocumentIdentifier)
                       :range (list :start (eglot--pos-to-lsp-position (point-min))
                                    :end (eglot--pos-to-lsp-position (point-max)))
                       :context '(:diagnostics []))))
       (action (seq-find (lambda (one)
                             (string-prefix-p "Ignore `self-focused`" (plist-get one :title)))
                         actions)))
  (keep 'titles (vconcat (mapcar (lambda (one) (plist-get one :title)) actions)))
  (eglot--apply-workspace-edit (plist-get action :edit))
  (wait-for "the finding to go"
            (lambda ()
              (eglot--signal-textDocument/didChange)
              (flymake-start)
              (not (seq-some (lambda (one)
                               (string-match-p "about you" (flymake-diagnostic-text one)))
                             (flymake-diagnostics)))))
  (save-buffer)
  (eglot-shutdown server)
  (wait-for "the end of the server" (lambda () (not (process-live-p process)))))
(leave 0)
"""


def run(folder: Path, script: str, *recipes: str) -> dict[str, Any]:
    """Run Emacs in a folder and return what it saw."""
    emacs = require_program("emacs")
    (folder / "script.el").write_text(
        "\n".join([";;; -*- lexical-binding: t -*-", COMMON, *recipes, script]), encoding="utf-8"
    )
    done = subprocess.run(
        [emacs, "--batch", "-q", "-l", "script.el"], cwd=folder, stdin=subprocess.DEVNULL,
        env=environment(PATH=path_with_postlint(), HOME=str(folder), LANG="C.UTF-8"),
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    if "Cannot open load file" in done.stderr and "eglot" in done.stderr:
        skip_or_fail("Eglot is not installed")
    assert (folder / "out.json").exists(), done.stderr
    out: dict[str, Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert "missing" not in out, (out, done.stderr)
    assert done.returncode == 0, done.stderr
    return out


def own_rule(folder: Path) -> None:
    (folder / "postlint.toml").write_text(
        'rules = ["own.yaml"]\nselect = ["exams"]\n', encoding="utf-8"
    )
    (folder / "own.yaml").write_text(OWN_RULE, encoding="utf-8")


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_flymake_marks_exact_words(tmp_path: Path, end: str) -> None:
    own_rule(tmp_path)
    (tmp_path / "draft.txt").write_bytes(DRAFT.replace("\n", end).encode())
    found = run(tmp_path, FLYMAKE, recipe("Emacs", "elisp", 1))["found"]
    assert [one[:2] for one in found] == [["third exam", ":note"], ["lesson", ":note"]]
    assert found[0][2] == "“third exam” Try: x"


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_eglot_shows_and_fixes_findings(tmp_path: Path, end: str) -> None:
    path = tmp_path / "draft.txt"
    path.write_bytes(DRAFT.replace("\n", end).encode())
    out = run(tmp_path, EGLOT, recipe("Emacs", "elisp", 0))
    words, kind, text = out["found"][0]
    assert words == "I am so proud of myself."
    assert "error" in kind
    assert "about you" in text
    assert "Ignore `self-focused` in this draft" in out["titles"]
    front = "---\npostlint:\n  ignore: [self-focused]\n---\n\n"
    assert path.read_bytes().decode() == (front + DRAFT).replace("\n", end)
