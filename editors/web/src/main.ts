// The page of `postlint write`: connects the editor, the panel, the file, and the server.

import type { ChangeSet, Text, Transaction } from "@codemirror/state";
import { Connection, type ConnectionState, Disconnected } from "./connection";
import { byId, plural } from "./dom";
import { Editor, loaded } from "./editor";
import {
    addFixes, countsText, type Finding, mapFindings, showCurrent, showList, toFindings,
} from "./findings";
import { contentChanges, toOffset, toPosition, toRange } from "./positions";
import { PreviewTabs } from "./preview";
import type {
    CodeAction, PostReport, PublishDiagnosticsParams, Report, SaveResult, Session,
} from "./protocol";
import {
    showChecklist, showNoVerdict, showQuestions, showShares, showVerdict, verdictText,
} from "./report";
import { type Copy, DraftStorage, tabStorage } from "./storage";
import { useConstructedStyles } from "./styles";

const TOKEN_KEY = "postlint-token";
const DRAFT_HASH = "#draft"; // the target of the skip link
const KEEP_MILLISECONDS = 250;
const ANNOUNCE_MILLISECONDS = 1_200;
const NOTICE_MILLISECONDS = 6_000;
const TITLE_CHARACTERS = 60;

const EXAMPLE = `We are thrilled to announce that we won the Regional Property Award! 🎉

It was an amazing evening with our wonderful team. Our founder gave a great speech, and we danced until two. We leverage synergies to deliver best-in-class solutions.

We are so proud of what we have achieved together this year.
`;

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

/** Runs the latest call after a pause. */
function debounce(milliseconds: number, run: () => void): { start(): void } {
    let timer = 0;
    return {
        start() {
            window.clearTimeout(timer);
            timer = window.setTimeout(run, milliseconds);
        },
    };
}

class App {
    private readonly connection: Connection;
    private readonly previews = new PreviewTabs();
    /** Reports what this page saved to other tabs with the same file, and the reverse. */
    private readonly tabs = new BroadcastChannel("postlint");
    private editor!: Editor;
    private storage!: DraftStorage;
    private session: Session | null = null;
    private documentVersion = 0;
    /** Whether the server has the document. */
    private isOpened = false;
    private platform: string | null = null;
    /** The text that the file has, as far as the page knows. */
    private savedText = "";
    private isSaving = false;

    private findings: Finding[] = [];
    private activeKey: string | null = null;
    private posts: PostReport[] = [];
    private postIndex = 0;
    private hasReport = false;
    private reportError: string | null = null;
    /** The scores when the draft was opened. A draft that was typed here has none. */
    private openedScores: (number | null)[] = [];
    private awaitsOpenedScores = false;

    private readonly keep = debounce(KEEP_MILLISECONDS, () => this.keepCopy());
    private readonly announce = debounce(ANNOUNCE_MILLISECONDS, () => this.announceResult());
    private readonly hideNotice = debounce(NOTICE_MILLISECONDS, () => {
        byId("notice").hidden = true;
    });

    constructor(token: string) {
        const url = `ws://${location.host}/lsp?token=${encodeURIComponent(token)}`;
        this.connection = new Connection(
            url,
            () => this.start(),
            (state, attempts) => this.showConnection(state, attempts),
        );
        this.connection.on<PublishDiagnosticsParams>("textDocument/publishDiagnostics", (params) =>
            this.showDiagnostics(params),
        );
        this.connection.on<{ text: string }>("postlint/fileChanged", ({ text }) =>
            this.fileChanged(normalized(text)),
        );
        this.connection.on<{ message: string }>("window/showMessage", ({ message }) =>
            this.notify(message),
        );
    }

    run(): void {
        byId("reconnect").addEventListener("click", () => this.connection.connect());
        byId("save").addEventListener("click", () => void this.save());
        byId("copy-text").addEventListener("click", () => void this.copy("text"));
        byId("copy-markdown").addEventListener("click", () => void this.copy("markdown"));
        byId<HTMLSelectElement>("platform").addEventListener("change", (event) =>
            this.choosePlatform((event.target as HTMLSelectElement).value || null),
        );
        byId("tint").addEventListener("change", () => this.showTints());
        byId("keep-mine").addEventListener("click", () => this.resolveConflict("mine"));
        byId("take-theirs").addEventListener("click", () => this.resolveConflict("theirs"));
        byId("conflict").addEventListener("cancel", (event) => event.preventDefault());
        document.addEventListener("keydown", (event) => {
            if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
                event.preventDefault();
                void this.save();
            } else if (event.key === "F8" && this.session && !event.defaultPrevented) {
                event.preventDefault();
                this.nextFinding(event.shiftKey ? -1 : 1);
            }
        });
        this.tabs.onmessage = ({ data }: MessageEvent<{ uri: string; text: string }>) => {
            if (this.session?.hasFile && data.uri === this.session.uri) {
                this.fileChanged(data.text);
            }
        };
        window.addEventListener("hashchange", () => {
            // The address of a new server, opened in the same tab.
            if (location.hash.length > 1 && location.hash !== DRAFT_HASH) {
                location.reload();
            }
        });
        window.addEventListener("pagehide", () => {
            if (this.session) {
                this.keepCopy();
            }
        });
        if (/Mac|iPhone|iPad/.test(navigator.platform)) {
            document.querySelectorAll(".mod").forEach((key) => {
                key.textContent = "⌘";
            });
        }
        this.connection.connect();
    }

    // The connection.

    private async start(): Promise<void> {
        this.isOpened = false;
        await this.connection.request("initialize", {
            processId: null,
            clientInfo: { name: "postlint write" },
            rootUri: null,
            capabilities: CAPABILITIES,
        });
        this.connection.notify("initialized", {});
        const session = await this.connection.request<Session>("postlint/session", null);
        const text = normalized(session.text);
        const isFirst = this.session === null;
        this.session = session;
        if (isFirst) {
            this.open(session, text);
        } else if (this.platform !== session.platform) {
            this.sendPlatform();
        }
        this.documentVersion++;
        this.isOpened = this.connection.notify("textDocument/didOpen", {
            textDocument: {
                uri: session.uri,
                languageId: "markdown",
                version: this.documentVersion,
                text: this.editor.text,
            },
        });
        if (!isFirst && session.hasFile && text !== this.savedText) {
            this.fileChanged(text);
        }
    }

    private open(session: Session, text: string): void {
        this.savedText = text;
        this.platform = session.platform;
        this.storage = new DraftStorage(session.hasFile ? session.uri : "", () =>
            this.notify("This browser can’t keep a copy of your text. Save it or copy it before you close the page."),
        );
        this.editor = new Editor(byId("editor"), text, {
            changed: (before, changes, transactions) => this.changed(before, changes, transactions),
            moved: (head) => this.cursorMoved(head),
            next: (direction) => this.nextFinding(direction),
            showFixes: () => this.focusFixes(),
            save: () => void this.save(),
        });
        byId("name").textContent = session.hasFile ? session.name : "New draft";
        byId("save").hidden = !session.hasFile;
        byId("version").textContent = `postlint ${session.version}`;
        const select = byId<HTMLSelectElement>("platform");
        select.replaceChildren(new Option("Any", ""));
        for (const { name } of session.platforms) {
            select.append(new Option(this.platformName(name), name));
        }
        select.value = session.platform ?? "";
        const reloaded = session.hasFile ? null : this.storage.copyOfThisTab();
        if (reloaded) {
            this.restore(reloaded);
        } else {
            this.offerCopy(this.storage.newestOther(text));
        }
        this.awaitsOpenedScores = true;
        this.showState();
        this.showEmpty();
        document.body.classList.add("ready");
        this.editor.view.focus();
    }

    private showConnection(state: ConnectionState, attempts: number): void {
        const isLost = state === "lost";
        byId("lost").hidden = !isLost;
        document.body.classList.toggle("offline", isLost);
        if (isLost && (attempts === 1 || attempts === 4)) {
            const text = this.session ? "Your text is safe in this browser." : "";
            byId("lost-text").textContent = attempts < 4
                ? `The connection to postlint is lost. ${text} Reconnecting…`
                : `postlint stopped or was restarted. ${text} Run “postlint write”, and open the address it prints.`;
        }
    }

    // The text.

    private changed(before: Text, changes: ChangeSet, transactions: readonly Transaction[]): void {
        this.documentVersion++;
        mapFindings(this.findings, changes.desc);
        if (this.isOpened) {
            this.connection.notify("textDocument/didChange", {
                textDocument: { uri: this.session?.uri, version: this.documentVersion },
                contentChanges: contentChanges(before, changes),
            });
        }
        const isPaste = transactions.some((one) => one.isUserEvent("input.paste"));
        const isLoad = transactions.some((one) => one.annotation(loaded));
        if (isLoad || (isPaste && !before.toString().trim())) {
            this.awaitsOpenedScores = true;
        }
        this.keep.start();
        this.showState();
        this.showEmpty();
    }

    private get isUnsaved(): boolean {
        return this.editor.text !== this.savedText;
    }

    private showState(): void {
        const words = this.editor.text.match(/\S+/g)?.length ?? 0;
        byId("words").textContent = plural(words, "word");
        if (!this.session?.hasFile) {
            return;
        }
        const isUnsaved = this.isUnsaved;
        byId("state").textContent = isUnsaved ? "Not saved" : "Saved";
        byId("state").classList.toggle("unsaved", isUnsaved);
        document.title = `${isUnsaved ? "• " : ""}${this.session.name} – postlint`;
    }

    private showEmpty(): void {
        const hasText = this.editor.text.trim() !== "";
        document.body.classList.toggle("empty", !hasText);
        if (!hasText) {
            this.posts = [];
            this.findings = [];
            this.hasReport = false;
            this.reportError = null;
            this.openedScores = [];
            this.awaitsOpenedScores = false;
            this.showFindings();
        }
        if (!hasText || !this.hasReport) {
            this.showPost();
        }
    }

    private keepCopy(): void {
        if (this.session?.hasFile && !this.isUnsaved) {
            this.storage.clear();
        } else {
            this.storage.keep(this.editor.text);
        }
    }

    private offerCopy(copy: Copy | null): void {
        byId("restore").hidden = copy === null;
        if (!copy) {
            return;
        }
        const time = new Date(copy.time).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" });
        const start = copy.text.trim().replace(/\s+/g, " ");
        const title = start.length > TITLE_CHARACTERS ? `${start.slice(0, TITLE_CHARACTERS).trimEnd()}…` : start;
        byId("restore-text").textContent = `There’s unsaved text from ${time}: “${title}”`;
        byId("restore-yes").onclick = () => {
            this.restore(copy);
            this.offerCopy(null);
            this.notify("Restored. Undo brings back the text from before.");
            this.editor.view.focus();
        };
        byId("restore-no").onclick = () => {
            this.storage.remove(copy.id);
            this.offerCopy(this.storage.newestOther(this.editor.text));
            this.editor.view.focus();
        };
    }

    private restore(copy: Copy): void {
        this.editor.load(copy.text);
        this.keepCopy();
        this.storage.remove(copy.id);
    }

    private answer(question: string): void {
        const { doc, view } = this.editor;
        const end = doc.length;
        const blank = doc.toString().trim() === "" ? "" : doc.toString().endsWith("\n\n") ? "" : "\n\n";
        view.dispatch({
            changes: blank ? { from: end, insert: blank } : undefined,
            selection: { anchor: end + blank.length },
            scrollIntoView: true,
            userEvent: "input",
        });
        view.focus();
        this.notify(`Answer in the draft: ${question}`);
    }

    private tryExample(): void {
        this.editor.load(EXAMPLE);
        this.notify("Fix what the marks point to, and watch the score. Undo removes the example.");
        this.editor.view.focus();
    }

    // The file.

    private async save(force = false): Promise<void> {
        if (!this.session || this.isSaving) {
            return;
        }
        if (!this.session.hasFile) {
            this.notify("This draft has no file. This browser keeps the text; copy it when it’s ready.");
            return;
        }
        this.isSaving = true;
        const text = this.editor.text;
        try {
            const result = await this.connection.request<SaveResult>("postlint/save", {
                text,
                force,
            });
            const theirs = normalized(result.text ?? "");
            if (result.status === "saved") {
                this.savedText = text;
                this.keepCopy();
                this.tabs.postMessage({ uri: this.session.uri, text });
                this.notify("Saved.");
            } else if (result.status === "conflict" && !force && theirs === this.savedText) {
                // The writer already knows this text of the file.
                this.isSaving = false;
                await this.save(true);
            } else if (result.status === "conflict") {
                this.askAboutConflict(theirs, true);
            } else {
                this.notify(`Not saved: ${result.message ?? "the server reported an error"}`);
            }
        } catch (error) {
            this.keepCopy();
            this.notify(
                error instanceof Disconnected
                    ? "Not saved, because the connection is lost. Your text is safe in this browser."
                    : `Not saved: ${error instanceof Error ? error.message : String(error)}`,
            );
        } finally {
            this.isSaving = false;
            this.showState();
        }
    }

    private fileChanged(text: string): void {
        if (text === this.savedText) {
            return;
        }
        if (text === this.editor.text) {
            this.savedText = text;
            this.keepCopy();
            this.showState();
        } else if (!this.isUnsaved) {
            this.savedText = text;
            this.editor.load(text);
            this.notify("Loaded the file’s new text. You can undo this.");
        } else {
            this.askAboutConflict(text, false);
        }
    }

    private conflict: { text: string; isSave: boolean } | null = null;

    private askAboutConflict(text: string, isSave: boolean): void {
        this.conflict = { text, isSave: isSave || (this.conflict?.isSave ?? false) };
        byId("conflict-text").textContent = text;
        const dialog = byId<HTMLDialogElement>("conflict");
        if (!dialog.open) {
            dialog.showModal();
        }
    }

    private resolveConflict(choice: "mine" | "theirs"): void {
        const conflict = this.conflict;
        this.conflict = null;
        byId<HTMLDialogElement>("conflict").close();
        if (!conflict) {
            return;
        }
        this.savedText = conflict.text;
        if (choice === "theirs") {
            this.editor.load(conflict.text);
            this.notify("Took the file’s text. Undo brings back yours.");
        } else {
            this.editor.remember(conflict.text);
            if (conflict.isSave) {
                void this.save(true);
            }
        }
        this.keepCopy();
        this.showState();
        this.editor.view.focus();
    }

    private async copy(kind: "text" | "markdown"): Promise<void> {
        const text = kind === "markdown" ? this.editor.text : this.previews.current?.text ?? this.editor.text;
        try {
            await navigator.clipboard.writeText(text);
            this.notify(kind === "markdown" ? "Copied as Markdown." : "Copied as plain text.");
        } catch {
            this.notify("The browser didn’t allow copying. Select the text and copy it.");
        }
    }

    // Findings.

    private showDiagnostics({ uri, version, diagnostics }: PublishDiagnosticsParams): void {
        const isCurrent = uri === this.session?.uri && (version ?? this.documentVersion) === this.documentVersion;
        if (!isCurrent || !this.editor.text.trim()) {
            return; // the next check is for the current text
        }
        const fixes = new Map(this.findings.map((one) => [`${one.code}:${one.from}`, one.fixes]));
        this.findings = toFindings(this.editor.doc, diagnostics);
        for (const finding of this.findings) {
            // Keep the buttons in place until the new fixes arrive.
            finding.fixes = fixes.get(`${finding.code}:${finding.from}`) ?? [];
        }
        this.showFindings();
        void this.requestReport();
        void this.requestFixes();
    }

    private showFindings(): void {
        const { findings, editor } = this;
        editor.setFindings(findings);
        showList(byId("findings"), findings, editor.doc, (finding) => this.goTo(finding));
        const hasText = editor.text.trim() !== "";
        byId("findings-card").hidden = !hasText;
        byId("no-findings").hidden = findings.length > 0;
        byId("findings-count").textContent = findings.length ? countsText(findings) : "";
        if (!findings.some((one) => one.key === this.activeKey)) {
            this.activeKey = null;
        }
        this.showActive();
        this.announce.start();
    }

    private async requestFixes(): Promise<void> {
        const version = this.documentVersion;
        if (this.findings.length === 0) {
            return;
        }
        const actions = await this.codeActions(0, this.editor.doc.length);
        if (actions && version === this.documentVersion) {
            const apply = (finding: Finding, title: string) =>
                void this.applyFix(finding, title);
            addFixes(this.editor.doc, this.findings, actions, apply);
            this.showFindings();
        }
    }

    private async codeActions(from: number, to: number): Promise<CodeAction[] | null> {
        try {
            return await this.connection.request<CodeAction[] | null>("textDocument/codeAction", {
                textDocument: { uri: this.session?.uri },
                range: toRange(this.editor.doc, from, to),
                context: { diagnostics: [], only: ["quickfix"] },
            });
        } catch {
            return null;
        }
    }

    /** Request a fix again, because the text may have changed, and apply it. */
    private async applyFix(finding: Finding, title: string): Promise<void> {
        const version = this.documentVersion;
        const actions = await this.codeActions(finding.from, finding.to);
        const same = actions?.filter((one) => one.title === title) ?? [];
        // A neighboring finding may have a fix with the same title.
        const start = toPosition(this.editor.doc, finding.from);
        const found = same.find((one) => one.diagnostics?.some(({ range, code }) =>
            code === finding.code && range.start.line === start.line &&
            range.start.character === start.character)) ?? same[0];
        if (!found || version !== this.documentVersion) {
            this.notify("The fix doesn’t apply any more. Try again in a moment.");
            return;
        }
        const { documentChanges, changes } = found.edit ?? {};
        const edits = documentChanges?.flatMap((one) => one.edits) ?? Object.values(changes ?? {}).flat();
        const { doc, view } = this.editor;
        const specs = edits.map((edit) => ({
            from: toOffset(doc, edit.range.start),
            to: toOffset(doc, edit.range.end),
            insert: view.state.toText(edit.newText),
        }));
        const set = view.state.changes(specs);
        const first = Math.min(...specs.map((spec) => spec.from));
        const last = Math.max(...specs.map((spec) => set.mapPos(spec.to, 1)));
        // Put the cursor into a blank that the writer has to fill in.
        const added = set.apply(doc).sliceString(first, last);
        const blank = added.indexOf("___");
        view.dispatch({
            changes: set,
            selection: blank >= 0
                ? { anchor: first + blank, head: first + blank + 3 }
                : { anchor: Math.max(first, Math.min(last, first + added.trimEnd().length)) },
            userEvent: "input.fix",
            scrollIntoView: true,
        });
        view.focus();
        this.notify(`Done: ${title}`);
    }

    private goTo(finding: Finding): void {
        this.editor.goTo(finding);
        this.activeKey = finding.key;
        this.showActive();
    }

    private nextFinding(direction: 1 | -1): void {
        const count = this.findings.length;
        if (count === 0) {
            this.say("No problems found.");
            return;
        }
        const at = this.findings.findIndex((one) => one.key === this.activeKey);
        const index = at < 0 ? (direction > 0 ? 0 : count - 1) : (at + direction + count) % count;
        const finding = this.findings[index];
        if (finding) {
            this.goTo(finding);
            const help = finding.help ? ` ${finding.help}` : "";
            this.say(`Problem ${index + 1} of ${count}, ${finding.severity}: ${finding.message}${help}`);
        }
    }

    private focusFixes(): void {
        byId("current").querySelector("button")?.focus();
    }

    private cursorMoved(head: number): void {
        const around = this.findings.filter((one) => one.from <= head && head <= one.to && one.from < one.to);
        const inner = around.sort((first, second) => first.to - first.from - (second.to - second.from));
        if (!around.some((one) => one.key === this.activeKey)) {
            this.activeKey = inner[0]?.key ?? null;
            // An editor can't be changed while it reports a change.
            queueMicrotask(() => this.showActive());
        }
        const line = toPosition(this.editor.doc, head).line;
        const index = this.posts.findIndex((post) => post.range.start.line <= line && line <= post.range.end.line);
        if (index >= 0 && index !== this.postIndex) {
            this.postIndex = index;
            this.showPost();
        }
    }

    private showActive(): void {
        const active = this.findings.find((one) => one.key === this.activeKey) ?? null;
        this.editor.setActive(active);
        showCurrent(byId("current"), active);
        for (const item of byId("findings").children) {
            const isActive = item instanceof HTMLElement && item.dataset.finding === active?.key;
            item.classList.toggle("active", isActive);
            item.querySelector(".place")?.setAttribute("aria-current", String(isActive));
        }
    }

    // The report.

    private async requestReport(): Promise<void> {
        const version = this.documentVersion;
        try {
            const uri = this.session?.uri;
            const report = await this.connection.request<Report>("postlint/report", { textDocument: { uri } });
            if (version === this.documentVersion) {
                this.posts = report.posts;
                this.reportError = report.error;
                this.hasReport = true;
                if (this.awaitsOpenedScores && !report.error) {
                    this.awaitsOpenedScores = false;
                    this.openedScores = this.posts.map((post) => post.relevance);
                }
                this.showPost();
                this.announce.start();
            }
        } catch (error) {
            if (!(error instanceof Disconnected)) {
                this.notify(`postlint can’t report on this draft: ${error instanceof Error ? error.message : ""}`);
            }
        }
    }

    private get post(): PostReport | null {
        return this.posts[this.postIndex] ?? this.posts[0] ?? null;
    }

    private showPost(): void {
        const post = this.post;
        const hasText = this.editor.text.trim() !== "";
        const count = this.posts.length;
        byId("which").textContent = count > 1 && post ? `post ${this.posts.indexOf(post) + 1} of ${count}` : "";
        const opened = post ? this.openedScores[this.posts.indexOf(post)] ?? null : null;
        const verdict = byId("verdict");
        if (post && hasText) {
            showVerdict(verdict, post, opened);
        } else if (this.reportError) {
            showNoVerdict(verdict, "Can’t check this draft", this.reportError);
        } else if (hasText && !this.hasReport) {
            showNoVerdict(verdict, "Checking…", "");
        } else {
            const note = "Paste a draft, or answer one of these questions in the editor. Here you’ll see what a prospective client would think of it.";
            showNoVerdict(verdict, "Nothing to check yet", note, hasText ? undefined : () => this.tryExample());
        }
        byId("checklist-card").hidden = !post?.checklist.length;
        showChecklist(byId("checklist"), post?.checklist ?? []);
        const questions = showQuestions(byId("questions"), post, hasText, (text) => this.answer(text));
        byId("questions-card").hidden = questions === 0;
        byId("shares-card").hidden = !post?.sentences.length;
        showShares(byId("shares"), post?.sentences ?? []);
        byId("preview-card").hidden = !post?.previews.length;
        // The draft itself may name its platform.
        const own = this.platform === null ? post?.platform ?? null : null;
        const any = byId<HTMLSelectElement>("platform").options[0];
        if (any) {
            any.text = own === null ? "Any" : `${this.platformName(own)} (from the draft)`;
        }
        this.previews.show(post?.previews ?? [], this.platform ?? own);
        this.showTints();
    }

    private showTints(): void {
        const isOn = byId<HTMLInputElement>("tint").checked;
        this.editor.setTints(isOn ? this.posts.flatMap((post) => post.sentences) : []);
    }

    private platformName(name: string): string {
        return this.session?.platforms.find((one) => one.name === name)?.displayName ?? name;
    }

    private choosePlatform(platform: string | null): void {
        this.platform = platform;
        this.sendPlatform();
    }

    private sendPlatform(): void {
        const settings = { platform: this.platform };
        this.connection.notify("workspace/didChangeConfiguration", { settings });
    }

    // Messages.

    private announceResult(): void {
        const verdict = verdictText(this.post);
        if (verdict) {
            this.say(`${verdict}. ${countsText(this.findings)}.`);
        }
    }

    private say(text: string): void {
        byId("live").textContent = text;
    }

    private notify(text: string): void {
        this.say(text);
        byId("notice").hidden = false;
        byId("notice-text").textContent = text;
        this.hideNotice.start();
    }
}

function normalized(text: string): string {
    return text.replace(/\r\n?/g, "\n");
}

function readToken(): string | null {
    const fromAddress = location.hash === DRAFT_HASH ? "" : location.hash.slice(1);
    if (fromAddress) {
        history.replaceState(null, "", location.pathname);
        tabStorage.set(TOKEN_KEY, fromAddress);
        return fromAddress;
    }
    return tabStorage.get(TOKEN_KEY);
}

function main(): void {
    useConstructedStyles();
    const token = readToken();
    if (token) {
        new App(token).run();
    } else {
        byId("lost").hidden = false;
        byId("reconnect").hidden = true;
        byId("lost-text").textContent = "Open the address that “postlint write” printed. It ends with a key that this page needs.";
    }
}

main();
