// Accepts an invitation: a link, or a picture of its QR code.
import { post } from './api.js';
import { announce, busy, byId, say } from './dom.js';
import { pictureIn, readQrCode } from './picture.js';
import { Progress } from './progress.js';
import { refusal } from './words.js';

export class Accepting {
  constructor(connections, converse) {
    this.connections = connections;
    this.field = byId('accept-link');
    this.problem = byId('accept-problem');
    this.progress = new Progress('accept', connections, converse);
    byId('accept-form').addEventListener('submit', (event) => {
      event.preventDefault();
      busy(byId('accept-button'), () => this.#accept());
    });
    this.field.addEventListener('input', () => this.#refuse(''));
    this.field.addEventListener('keydown', (event) => {
      // A link has one line only.
      if (event.key === 'Enter' && !event.isComposing) {
        event.preventDefault();
        byId('accept-form').requestSubmit();
      }
    });
    byId('accept-picture').addEventListener('change', ({ target }) => {
      this.#read(target.files[0]);
      target.value = ''; // the same file can be chosen again
    });
    document.addEventListener('paste', (event) => {
      // Office programs copy a picture beside the text.
      if (!event.clipboardData.types.includes('text/plain')) {
        this.#take(event, event.clipboardData);
      }
    });
    this.#takeDrops(byId('accept'));
  }

  #takeDrops(place) {
    place.addEventListener('dragover', (event) => {
      event.preventDefault();
      place.classList.add('target');
    });
    place.addEventListener('dragleave', () => place.classList.remove('target'));
    place.addEventListener('drop', (event) => {
      place.classList.remove('target');
      this.#take(event, event.dataTransfer);
    });
    // A picture that is dropped beside it must not replace this page.
    ['dragover', 'drop'].forEach((name) =>
      document.addEventListener(name, (event) => pictureIn(event.dataTransfer) && event.preventDefault()),
    );
  }

  #take(event, transfer) {
    const picture = pictureIn(transfer);
    if (picture) {
      event.preventDefault();
      this.#read(picture);
    }
  }

  async #read(picture) {
    this.#refuse('');
    announce('The picture is being read.');
    try {
      this.field.value = await readQrCode(picture);
      announce('The link was read from the picture.');
      byId('accept-button').focus();
    } catch (error) {
      this.#refuse(error.message);
    }
  }

  async #accept() {
    const invitation = this.field.value.trim();
    const label = byId('accept-label').value.trim();
    this.progress.stop();
    if (invitation === '') {
      this.#refuse('Paste a link first, or choose a picture of a QR code.');
      return;
    }
    try {
      const body = { invitation, ...(label && { label }) };
      const connection = await post('/connection-invitations', body);
      this.#refuse('');
      this.connections.put(connection);
      byId('accept-form').reset();
      this.progress.follow(connection);
    } catch (failure) {
      this.#refuse(refusal(failure));
    }
  }

  #refuse(text) {
    say(this.problem, text);
    this.field.setAttribute('aria-invalid', text !== '');
    if (text) {
      this.field.focus();
    }
  }
}
