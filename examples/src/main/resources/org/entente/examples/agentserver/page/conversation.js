// The messages of one connection.
import { get, post } from './api.js';
import { busy, byId, element, isolated, say } from './dom.js';
import { standing, time, titleOf } from './words.js';

const PAGE = 100;
// Longer messages are folded, so that one of them does not hide all others.
const LONG = 1500;
// That a message was delivered is no event, so it is asked for while one is under way.
const FIRST_LOOK = 500;
const LATEST_LOOK = 5000;
const DELIVERY = {
  waiting: 'On its way',
  delivered: 'Delivered',
  givenUp: 'Could not be delivered',
};

export class Conversation {
  #rows = new Map();

  constructor(connections) {
    this.connections = connections;
    this.log = byId('messages');
    this.field = byId('message-text');
    this.problem = byId('message-problem');
    byId('message-form').addEventListener('submit', (event) => {
      event.preventDefault();
      busy(byId('message-send'), () => this.#send());
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        byId('message-form').requestSubmit();
      }
    });
    connections.addEventListener('changed', ({ detail }) => detail.id === this.id && this.#showHead());
  }

  async open(id) {
    this.id = id;
    this.pause = FIRST_LOOK;
    this.#rows.clear();
    this.log.replaceChildren();
    this.field.value = '';
    say(this.problem);
    this.#showHead();
    await this.catchUp();
  }

  close() {
    this.id = undefined;
    this.#lookAgain();
  }

  /** Asks for what may have changed unheard: all that is new, and all that was under way. */
  async catchUp() {
    const id = this.id;
    if (!id) {
      return;
    }
    try {
      let { contents } = { contents: [] };
      let after = this.#firstUnsettled();
      do {
        ({ contents } = await get(`/connections/${id}/messages?after=${after}&limit=${PAGE}`));
        if (this.id !== id) {
          return;
        }
        contents.forEach((message) => this.#put(message));
        after = contents.at(-1)?.place;
      } while (contents.length === PAGE);
      this.connections.markRead(id);
    } catch (failure) {
      say(this.problem, failure.message);
    }
    this.#lookAgain();
  }

  #lookAgain() {
    clearTimeout(this.timer);
    if (this.id && this.#waiting().length) {
      this.timer = setTimeout(() => this.catchUp(), this.pause);
      this.pause = Math.min(2 * this.pause, LATEST_LOOK);
    }
  }

  /** Takes a message that was sent, received or delivered just now; whether it belongs here. */
  take(message) {
    if (message.connectionId !== this.id) {
      return false;
    }
    this.#put(message);
    return true;
  }

  #waiting() {
    return this.#messages().filter(({ delivery }) => delivery === 'waiting');
  }

  #messages() {
    return [...this.#rows.values()].map(({ message }) => message);
  }

  #firstUnsettled() {
    const waiting = this.#waiting().map(({ place }) => place);
    if (waiting.length) {
      return Math.min(...waiting) - 1;
    }
    return Math.max(0, ...this.#messages().map(({ place }) => place));
  }

  #put(message) {
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const known = this.#rows.get(message.id);
    if (known) {
      // An answer may be overtaken by the event of the delivery.
      known.message = message.delivery === 'waiting' ? known.message : message;
      known.delivery.textContent = DELIVERY[known.message.delivery] ?? '';
      known.root.dataset.delivery = known.message.delivery ?? '';
      return;
    }
    const row = rowOf(message);
    this.#rows.set(message.id, row);
    let before = this.log.lastElementChild;
    while (before && Number(before.dataset.place) > message.place) {
      before = before.previousElementSibling;
    }
    this.log.insertBefore(row.root, before ? before.nextElementSibling : this.log.firstElementChild);
    byId('no-messages').hidden = true;
    if (atEnd || message.direction === 'sent') {
      this.#scrollDown();
    }
  }

  async #send() {
    const content = this.field.value;
    const id = this.id;
    if (content.trim() === '') {
      return;
    }
    say(this.problem);
    try {
      const message = await post(`/connections/${id}/messages`, { content });
      this.take(message);
      this.pause = FIRST_LOOK;
      this.#lookAgain();
      if (this.field.value === content) {
        this.field.value = '';
      }
    } catch (failure) {
      say(this.problem, `Not sent: ${failure.message}`);
    }
    this.field.focus();
  }

  #showHead() {
    const connection = this.connections.get(this.id);
    if (connection) {
      byId('conversation-title').replaceChildren(isolated(titleOf(connection)));
      const { tone, text } = standing(connection, this.connections.history(this.id));
      say(byId('conversation-state'), text);
      byId('conversation').dataset.tone = tone;
    }
    byId('no-messages').hidden = this.#rows.size > 0;
  }

  #scrollDown() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

function rowOf(message) {
  const text = element('p', { className: 'text', dir: 'auto', textContent: message.content });
  const delivery = element('span', { textContent: DELIVERY[message.delivery] ?? '' });
  const who = message.direction === 'sent' ? 'You' : 'They';
  const root = element(
    'li',
    { className: `message ${message.direction}` },
    element('span', { className: 'unseen', textContent: `${who}: ` }),
    text,
    element(
      'p',
      { className: 'small' },
      element('time', { dateTime: message.createdAt, textContent: time(message.createdAt) }),
      delivery,
    ),
  );
  root.dataset.place = message.place;
  root.dataset.delivery = message.delivery ?? '';
  if (message.content.length > LONG) {
    text.classList.add('folded');
    text.after(unfoldButton(text, message.content.length));
  }
  return { message, root, delivery };
}

function unfoldButton(text, length) {
  const more = `Show all ${length.toLocaleString()} characters`;
  const button = element('button', { type: 'button', className: 'quiet', textContent: more });
  button.addEventListener('click', () => {
    const folded = text.classList.toggle('folded');
    button.textContent = folded ? more : 'Show less';
  });
  return button;
}
