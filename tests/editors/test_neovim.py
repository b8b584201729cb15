"""The recipe for Neovim, run in Neovim with its built-in client."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.command import SELF_FOCUSED, environment
from tests.editors.recipes import path_with_postlint, recipe
from tests.requirements import require_program

DRAFT = f"🥚 Tschüss, 𝕬! {SELF_FOCUSED}"

SCRIPT = """
local out = {}
local function wait(what, test)
  if not vim.wait(60000, test, 50) then
    out.missing = what
    vim.fn.writefile({ vim.fn.json_encode(out) }, "out.json")
    vim.cmd("cquit 3")
  end
end
local function rules()
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, {
      one.code or vim.NIL, one.lnum, one.col, one.end_lnum, one.end_col, one.severity,
      one.source, one.message,
    })
  end
  return found
end
vim.cmd("edit draft.md")
wait("findings", function() return #vim.diagnostic.get(0) > 0 end)
out.first = rules()
local first = vim.diagnostic.get(0)[1]
vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
local place = vim.lsp.util.make_position_params(0)
local answers = vim.lsp.buf_request_sync(0, "textDocument/hover", place, 60000)
for _, answer in pairs(answers) do out.hover = answer.result.contents.value end
local range = vim.lsp.util.make_range_params(0)
range.context = { diagnostics = {} }
out.actions = {}
for id, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/codeAction", range, 60000)) do
  for _, action in ipairs(answer.result) do
    table.insert(out.actions, action.title)
    if action.title == "Ignore `self-focused` in this draft" then
      local client = vim.lsp.get_client_by_id(id)
      vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
    end
  end
end
wait("the finding to go", function()
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if one.code == "self-focused" then return false end
  end
  return vim.api.nvim_buf_get_lines(0, 0, 1, false)[1] == "---"
end)
vim.cmd("write")
out.last = rules()
local client = vim.lsp.get_active_clients()[1]
client.stop()
wait("the end of the server", function() return client.is_stopped() end)
vim.fn.writefile({ vim.fn.json_encode(out) }, "out.json")
vim.cmd("qall!")
"""


def run(folder: Path) -> dict[str, Any]:
    """Run Neovim in a folder and return what it saw."""
    nvim = require_program("nvim")
    (folder / "init.lua").write_text(recipe("Neovim", "lua", 1), encoding="utf-8")
    (folder / "script.lua").write_text(SCRIPT, encoding="utf-8")
    home = {name: str(folder / "home") for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    done = subprocess.run(
        [nvim, "--headless", "--clean", "-u", "init.lua", "+luafile script.lua", "+cquit 4"],
        cwd=folder, env=environment(PATH=path_with_postlint(), **home), capture_output=True,
        text=True, timeout=200, check=False,
    )  # fmt: skip
    assert (folder / "out.json").exists(), done.stderr
    out: dict[str, Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert "missing" not in out, (out, done.stderr)
    assert done.returncode == 0, done.stderr
    return out


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_neovim_shows_and_fixes_findings(tmp_path: Path, end: str) -> None:
    path = tmp_path / "draft.md"
    path.write_bytes(DRAFT.replace("\n", end).encode())
    out = run(tmp_path)
    rule, line, start, end_line, stop, severity, source, message = out["first"][0]
    lines = DRAFT.encode().splitlines()
    assert (rule, line, end_line, severity, source) == ("self-focused", 0, 0, 1, "postlint")
    # Neovim counts columns in bytes.
    assert lines[0][start:stop].decode() == "I am so proud of myself."
    assert "about you" in message
    assert "**self-focused** (error)" in out["hover"]
    assert "Ignore `self-focused` in this draft" in out["actions"]
    front = "---\npostlint:\n  ignore: [self-focused]\n---\n\n"
    assert path.read_bytes().decode() == (front + DRAFT).replace("\n", end)
    assert "self-focused" not in [one[0] for one in out["last"]]
    left = subprocess.run(
        ["pgrep", "-f", f"postlint server.*{tmp_path}"], capture_output=True, check=False
    )
    assert not left.stdout


def test_neovim_columns_are_exact(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "postlint.toml").write_text(
        'rules = ["own.yaml"]\nselect = ["eggs", "self-focused"]\n', encoding="utf-8"
    )
    (tmp_path / "own.yaml").write_text(
        "id: eggs\ncategory: form\nscope: sentence\nseverity: info\ncheck: phrases\n"
        'options: {phrases: ["third exam", "lesson"]}\nmessage: "“{phrase}”"\nhelp: x\nwhy: x\n'
        "bad: [{text: 'My lesson.'}]\ngood: [{text: Bread.}]\n",
        encoding="utf-8",
    )
    lines = DRAFT.encode().splitlines()
    found = [one for one in run(tmp_path)["first"] if one[0] == "eggs"]
    assert [lines[one[1]][one[2] : one[4]] for one in found] == [b"third exam", b"lesson"]
