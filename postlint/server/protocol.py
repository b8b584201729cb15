"""pygls's protocol, with some things done otherwise.

- The text of drafts is kept by the server: pygls takes U+2028 for the end of a line, and places
  beyond the end of a line for its last letter.
- A request that cannot be read gets an answer, so that no editor waits for one.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.protocol.json_rpc import RPCRequest

if TYPE_CHECKING:
    from postlint.server.server import DraftServer


log = logging.getLogger(__name__)


class Protocol(LanguageServerProtocol):
    """How messages become calls of the server."""

    _server: DraftServer

    @property
    def is_shut_down(self) -> bool:
        """Whether the editor has said goodbye."""
        return self._shutdown

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Hand the draft to the server."""
        self._server.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Hand the changes to the server."""
        self._server.changed(params.text_document, params.content_changes)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Let the server forget the draft."""
        self._server.closed(params.text_document.uri)

    def handle_message(self, message: Any) -> None:  # noqa: ANN401 -- as pygls has it
        """Answer a message; before the beginning and after the end requests are refused."""
        if isinstance(message, dict) or message.jsonrpc != self.VERSION:
            number = message.get("id") if isinstance(message, dict) else getattr(message, "id", 0)
            if isinstance(number, str | int):
                self._reject(number, types.ErrorCodes.InvalidRequest, "not a JSON-RPC 2.0 message")
            log.warning("skipped a message that isn't JSON-RPC 2.0")
            return
        if isinstance(message, RPCRequest):
            if self._shutdown:
                self._reject(
                    message.id, types.ErrorCodes.InvalidRequest, "the server has shut down"
                )
                return
            if self._workspace is None and message.method != types.INITIALIZE:
                code = types.ErrorCodes.ServerNotInitialized
                self._reject(message.id, code, "the server isn't initialized")
                return
        elif self._workspace is None and getattr(message, "method", types.EXIT) != types.EXIT:
            log.warning("skipped %s: the server isn't initialized", message.method)
            return
        super().handle_message(message)

    def _reject(self, number: str | int, code: types.ErrorCodes, why: str) -> None:
        self._send_response(number, error=types.ResponseError(code, why))

    def structure_message(self, data: dict[str, Any]) -> Any:  # noqa: ANN401 -- as pygls has it
        """Read a message."""
        if "jsonrpc" in data and "method" in data:
            data.setdefault("params", None)
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise
