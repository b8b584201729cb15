// The messages between the page and the server: the parts of the Language Server Protocol that
// the page uses, and postlint's extension.

export interface Position {
    line: number;
    character: number;
}

export interface Range {
    start: Position;
    end: Position;
}

export interface Diagnostic {
    range: Range;
    message: string;
    severity?: number;
    code?: string;
}

export interface PublishDiagnosticsParams {
    uri: string;
    version?: number | null;
    diagnostics: Diagnostic[];
}

export interface TextEdit {
    range: Range;
    newText: string;
}

export interface CodeAction {
    title: string;
    kind?: string;
    diagnostics?: Diagnostic[] | null;
    edit?: {
        documentChanges?: { textDocument: { version?: number | null }; edits: TextEdit[] }[] | null;
        changes?: Record<string, TextEdit[]> | null;
    };
}

export interface Session {
    uri: string;
    name: string;
    text: string;
    hasFile: boolean;
    platform: string | null;
    platforms: { name: string; displayName: string }[];
    version: string;
}

export interface SaveResult {
    status: "saved" | "conflict" | "error";
    text?: string;
    message?: string;
}

export interface Sentence {
    range: Range;
    about: string;
    speaksTo: string;
    quoted: boolean;
}

export interface Check {
    test: string;
    question: string;
    items: { text: string; met: boolean }[];
}

export interface Preview {
    platform: string;
    name: string;
    text: string;
    length: number;
    limit: number | null;
    visible: number | null;
    withinLimit: number | null;
    thread: string[];
}

export interface PostReport {
    range: Range;
    platform: string | null;
    relevance: number | null;
    relevant: boolean | null;
    headline: string | null;
    verdict: string | null;
    labels: Record<string, unknown> | null;
    notices: string[];
    reasons: { effect: "raises" | "lowers"; text: string }[];
    sentences: Sentence[];
    checklist: Check[];
    questions: string[];
    previews: Preview[];
}

export interface Report {
    error: string | null;
    posts: PostReport[];
}
