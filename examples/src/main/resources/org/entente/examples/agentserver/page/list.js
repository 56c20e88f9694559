// The list of connections, newest first.
import { get, post, remove } from './api.js';
import { Card } from './card.js';
import { announce, ask, byId, busy, isolated } from './dom.js';
import { isSending, isStopped, standing, titleOf } from './words.js';

const PAGE = 100;
const LOOK_AGAIN_AFTER = 5000;
// Tries that fail are no events, so what waits is asked about; only a few at a time.
const MOST_WATCHED = 10;

export class ConnectionList {
  #cards = new Map();
  #shown = PAGE;
  #loaded = 0;
  #next = null;
  #isUntidy = false;

  /** @param open what opens a conversation or an invitation: {converse, showInvitation} */
  constructor(connections, open) {
    this.connections = connections;
    this.place = byId('connections');
    this.actions = {
      ...open,
      explain: (id) => this.#explain(id),
      retry: (id) => this.#retry(id),
      remove: (id) => this.#remove(id),
    };
    connections.addEventListener('changed', ({ detail }) => this.#changed(detail));
    byId('show-more').addEventListener('click', () => busy(byId('show-more'), () => this.#more()));
    setInterval(() => this.#watch(), LOOK_AGAIN_AFTER);
  }

  /** Asks for the first page, or again for all that were shown. */
  async load() {
    const wanted = Math.max(this.#loaded, PAGE);
    const found = [];
    this.#loaded = 0;
    this.#next = null;
    do {
      found.push(...(await this.#loadPage()));
    } while (this.#next && this.#loaded < wanted);
    if (!this.#next) {
      this.connections.keepOnly(found);
    }
    this.#tidyLater();
  }

  async #loadPage() {
    const page = await get(`/connections${this.#next ?? `?order=newest&limit=${PAGE}`}`);
    this.#loaded += PAGE;
    this.#next = page.next ? new URL(page.next, location.href).search : null;
    page.contents.forEach((connection) => this.connections.put(connection));
    return page.contents;
  }

  async #more() {
    this.#shown += PAGE;
    if (this.#next) {
      await this.#loadPage();
    }
    this.#tidyLater();
    announce('More connections are listed.');
  }

  #changed({ id, was }) {
    const connection = this.connections.get(id);
    if (connection && was && connection.state !== was.state) {
      const { text } = standing(connection, this.connections.history(id));
      announce(`${titleOf(connection)}: ${text}`);
    }
    this.#tidyLater();
  }

  // Many changes that come together are shown together.
  #tidyLater() {
    if (!this.#isUntidy) {
      this.#isUntidy = true;
      queueMicrotask(() => this.#tidy());
    }
  }

  #tidy() {
    this.#isUntidy = false;
    const all = this.connections.list();
    const shown = all.slice(0, this.#shown);
    const ids = new Set(shown.map(({ connectionId }) => connectionId));
    [...this.#cards.keys()].filter((id) => !ids.has(id)).forEach((id) => this.#drop(id));
    shown.forEach((connection, index) => {
      const card = this.#cardOf(connection.connectionId);
      // A card that is in its place is not moved: it may have the focus.
      if (this.place.children[index] !== card.root) {
        this.place.insertBefore(card.root, this.place.children[index] ?? null);
      }
      const { history, unread } = this.#about(card.id);
      card.show(connection, history, unread);
    });
    byId('no-connections').hidden = all.length > 0;
    byId('show-more').hidden = !this.#next && all.length <= this.#shown;
  }

  #about(id) {
    return { history: this.connections.history(id), unread: this.connections.unread(id) };
  }

  #cardOf(id) {
    if (!this.#cards.has(id)) {
      this.#cards.set(id, new Card(id, this.actions));
    }
    return this.#cards.get(id);
  }

  #drop(id) {
    this.#cards.get(id).root.remove();
    this.#cards.delete(id);
  }

  async #watch() {
    if (document.hidden) {
      return;
    }
    const waiting = this.connections.list().filter((c) => isSending(c) && !isStopped(c));
    for (const { connectionId } of waiting.slice(0, MOST_WATCHED)) {
      try {
        this.connections.put(await get(`/connections/${connectionId}`));
        await this.#explain(connectionId);
      } catch {
        return; // the notice about the stream says what is wrong
      }
    }
  }

  async #explain(id) {
    const diagnosis = await get(`/connections/${id}/diagnosis`);
    this.#cards.get(id)?.explain(diagnosis);
  }

  async #retry(id) {
    this.connections.put(await post(`/connections/${id}/retry`));
    announce('It is tried again.');
    await this.#explain(id);
  }

  async #remove(id) {
    byId('delete-title').replaceChildren(isolated(titleOf(this.connections.get(id))));
    if (!(await ask(byId('delete-dialog')))) {
      return;
    }
    await remove(`/connections/${id}`);
    const card = this.#cards.get(id).root;
    const neighbour = card.nextElementSibling ?? card.previousElementSibling;
    this.connections.forget(id);
    announce('The connection is deleted.');
    // The button that had the focus is gone.
    (neighbour?.querySelector('h3') ?? byId('connections-title')).focus();
  }
}
