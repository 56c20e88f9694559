// Reads the QR code of a picture that a user has chosen, dropped or pasted.
import { postPicture } from './api.js';

const LONGEST_SIDE = 1600;
const MOST_BYTES = 4 * 1024 * 1024;

/** The text of the QR code; an error says in a sentence why there is none. */
export async function readQrCode(file) {
  const png = await toPng(await decode(file));
  try {
    return (await postPicture('/qr-codes', png)).text;
  } catch (failure) {
    throw failure.status === 422
      ? new Error('There is no QR code to be seen in this picture. A sharper or closer one may help.')
      : failure;
  }
}

/** The picture among what was dropped or pasted. */
export const pictureIn = (transfer) =>
  [...(transfer?.files ?? [])].find(({ type }) => type.startsWith('image/'));

async function decode(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    throw new Error('This file is not a picture that can be read here.');
  }
}

async function toPng(bitmap) {
  for (let longest = LONGEST_SIDE; ; longest /= 2) {
    const png = await drawn(bitmap, longest);
    if (png.size <= MOST_BYTES) {
      return png;
    }
  }
}

function drawn(bitmap, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  // Black on transparent would become black on black.
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
