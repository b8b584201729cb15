"""pygls's protocol, with two differences.

- The server keeps the text of drafts itself; `postlint.server.text` says why.
- A request that can't be parsed gets an error response, so the editor doesn't wait for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method

if TYPE_CHECKING:
    from postlint.server.server import DraftServer


class Protocol(LanguageServerProtocol):
    """Turns messages into calls of the server."""

    _server: DraftServer

    @property
    def is_shut_down(self) -> bool:
        """Whether the editor has asked the server to shut down."""
        return self._shutdown

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Pass an opened document to the server."""
        self._server.did_open(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Pass the changes of a document to the server."""
        self._server.did_change(params.text_document, params.content_changes)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Tell the server that a document was closed."""
        self._server.did_close(params.text_document.uri)

    def structure_message(self, data: dict[str, Any]) -> Any:  # noqa: ANN401 -- as in pygls
        """Parse a message."""
        if "jsonrpc" in data and "method" in data:
            data.setdefault("params", None)  # optional in JSON-RPC, but not in lsprotocol
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise
