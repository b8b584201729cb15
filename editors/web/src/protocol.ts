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
    /** The file's path; null without a file. */
    path: string | null;
    platforms: { name: string; displayName: string }[];
    /** `message` says why the configuration can't be used. */
    profile: { file: string | null; fields: Profile; canSave: boolean; message?: string };
    maxImportBytes: number;
    /** Questions for an empty draft. */
    questions: string[];
    version: string;
}

/** The fields of the form; a configuration file can have more. */
export interface Profile {
    firm?: string;
    offer?: string;
    clients?: string[];
    problems?: string[];
    platforms?: string[];
}

export interface SaveProfileResult {
    status: "saved" | "error";
    file?: string;
    message?: string;
}

export interface ImportResult {
    status: "imported" | "error";
    text?: string;
    notes?: string[];
    message?: string;
}

export interface RecentDraft {
    id: string;
    title: string;
    /** Milliseconds since 1970. */
    time: number;
    words: number;
    /** The file whose unsaved text it is. */
    file: string | null;
}

export interface RecentDrafts {
    isKept: boolean;
    drafts: RecentDraft[];
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
    /** `met` is null for what postlint can't tell from this draft. */
    items: { text: string; met: boolean | null }[];
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
    /** The kinds of formatting in the draft that the platform can't show. */
    lost: string[];
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
