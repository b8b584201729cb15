// The language client: keeps the server's copy of the draft current, and asks it about the draft.

import type { ChangeSet, Text } from "@codemirror/state";
import { Connection, type ConnectionState } from "./connection";
import { contentChanges, toRange } from "./positions";
import type {
    CodeAction, Diagnostic, ImportResult, Profile, PublishDiagnosticsParams, RecentDrafts, Report,
    SaveProfileResult, SaveResult, Session,
} from "./protocol";

const CAPABILITIES = {
    general: { positionEncodings: ["utf-16"] },
    workspace: { workspaceEdit: { documentChanges: true } },
    textDocument: {
        synchronization: { dynamicRegistration: false },
        publishDiagnostics: { versionSupport: true },
        codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } },
        },
    },
};

export interface ClientEvents {
    /** Returns the text to open. The session is new each time the connection is. */
    started(session: Session): string | Promise<string>;
    connection(state: ConnectionState, attempts: number): void;
    diagnostics(diagnostics: readonly Diagnostic[]): void;
    fileChanged(text: string): void;
    message(text: string): void;
}

export interface Settings {
    platform: string | null;
    profile: Profile | null;
}

export class LanguageClient {
    /** Counts the changes of the draft; answers to an earlier version are out of date. */
    version = 0;
    private readonly connection: Connection;
    private uri = "";
    /** Whether the server has the draft. */
    private isOpened = false;

    constructor(url: () => string, private readonly events: ClientEvents) {
        this.connection = new Connection(
            url,
            () => this.start(),
            (state, attempts) => {
                this.isOpened = this.isOpened && state === "open";
                events.connection(state, attempts);
            },
        );
        this.connection.on<PublishDiagnosticsParams>(
            "textDocument/publishDiagnostics",
            ({ uri, version, diagnostics }) => {
                if (uri === this.uri && (version ?? this.version) === this.version) {
                    events.diagnostics(diagnostics);
                }
            },
        );
        this.connection.on<{ text: string }>("postlint/fileChanged", ({ text }) =>
            events.fileChanged(normalizeLineEnds(text)),
        );
        this.connection.on<{ message: string }>("window/showMessage", ({ message }) =>
            events.message(message),
        );
    }

    connect(): void {
        this.connection.connect();
    }

    private async start(): Promise<void> {
        await this.connection.request("initialize", {
            processId: null,
            clientInfo: { name: "postlint write" },
            rootUri: null,
            capabilities: CAPABILITIES,
        });
        this.connection.notify("initialized", {});
        const session = await this.connection.request<Session>("postlint/session", {});
        this.uri = session.uri;
        const text = await this.events.started({ ...session, text: normalizeLineEnds(session.text) });
        this.version++;
        this.isOpened = this.connection.notify("textDocument/didOpen", {
            textDocument: { uri: this.uri, languageId: "markdown", version: this.version, text },
        });
    }

    /** Report a change of the draft. */
    change(before: Text, changes: ChangeSet): void {
        this.version++;
        if (this.isOpened) {
            this.connection.notify("textDocument/didChange", {
                textDocument: { uri: this.uri, version: this.version },
                contentChanges: contentChanges(before, changes),
            });
        }
    }

    configure(settings: Settings): void {
        this.connection.notify("workspace/didChangeConfiguration", { settings });
    }

    report(): Promise<Report> {
        return this.request("postlint/report", { textDocument: { uri: this.uri } });
    }

    /** Return the fixes for a part of the draft; null if the server can't say. */
    async codeActions(doc: Text, from: number, to: number): Promise<CodeAction[] | null> {
        try {
            return await this.request<CodeAction[] | null>("textDocument/codeAction", {
                textDocument: { uri: this.uri },
                range: toRange(doc, from, to),
                context: { diagnostics: [], only: ["quickfix"] },
            });
        } catch {
            return null;
        }
    }

    save(text: string, force: boolean): Promise<SaveResult> {
        return this.request("postlint/save", { text, force });
    }

    importFile(name: string, data: string): Promise<ImportResult> {
        return this.request("postlint/import", { name, data });
    }

    saveProfile(fields: Profile): Promise<SaveProfileResult> {
        return this.request("postlint/saveProfile", { fields });
    }

    recentDrafts(): Promise<RecentDrafts> {
        return this.request("postlint/drafts", {});
    }

    keepDraft(id: string, text: string, file: string | null): Promise<{ status: "kept" | "off" | "error"; message?: string }> {
        return this.request("postlint/keepDraft", { id, text, file });
    }

    readDraft(id: string): Promise<{ text: string | null }> {
        return this.request("postlint/readDraft", { id });
    }

    /** Delete drafts; null for all. */
    deleteDrafts(ids: readonly string[] | null): Promise<RecentDrafts> {
        return this.request("postlint/deleteDrafts", { ids });
    }

    keepDrafts(on: boolean): Promise<RecentDrafts> {
        return this.request("postlint/keepDrafts", { on });
    }

    private request<R>(method: string, params: unknown): Promise<R> {
        return this.connection.request<R>(method, params);
    }
}

export function normalizeLineEnds(text: string): string {
    return text.replace(/\r\n?/g, "\n");
}
