// One line that follows a connection until it is established, and then leads to its conversation.
import { byId, element, say } from './dom.js';
import { isEstablished, standing } from './words.js';

export class Progress {
  /** @param changed called with the connection each time it changes; undefined when deleted */
  constructor(name, connections, converse, changed = () => {}) {
    this.root = byId(`${name}-progress`);
    this.line = element('p', { className: 'state', role: 'status' });
    this.open = element('button', { type: 'button', className: 'primary', textContent: 'Write a message' });
    this.open.addEventListener('click', () => converse(this.id));
    this.root.replaceChildren(this.line, this.open);
    this.connections = connections;
    this.changed = changed;
    connections.addEventListener('changed', ({ detail }) => detail.id === this.id && this.#show());
  }

  follow(connection) {
    this.id = connection.connectionId;
    this.#show();
  }

  stop() {
    this.id = undefined;
    this.root.hidden = true;
  }

  #show() {
    const connection = this.connections.get(this.id);
    if (!connection) {
      this.stop();
    } else {
      const { tone, text } = standing(connection, this.connections.history(this.id));
      this.root.hidden = false;
      this.root.dataset.tone = tone;
      say(this.line, text);
      this.open.hidden = !isEstablished(connection);
    }
    this.changed(connection);
  }
}
