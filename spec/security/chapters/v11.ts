import { absent, shown } from '../rows'

export const v11 = [
  shown('11.1.1', 'How keys are made, kept and replaced is written, and so is each use of cryptography'),
  shown('11.1.2', 'What is hashed, and how, is in one place each: passwords, tokens, seals of the journal', [
    'src/auth/password.ts: Argon2',
    'src/activities/verify.ts: sha256',
  ]),
  shown('11.2.1', 'Node’s own cryptography, and Argon2 of a library that many use', 'src/auth/password.ts: Argon2'),
  shown('11.2.2', 'A hash says how it was made, so that it can be made anew', 'src/auth/password.ts: Argon2'),
  shown('11.2.3', 'Hashes of 256 bits, tokens of 128 and more', 'src/auth/session-rotation.ts: randomBytes'),
  shown('11.3.1', 'No weak mode of a cipher'),
  shown('11.3.2', 'AES-256 in GCM and nothing else'),
  shown('11.3.3', 'What is enciphered cannot be altered nor carried elsewhere unseen', [], 'S-61'),
  shown('11.4.1', 'SHA-256; SHA-1 only where the code of a telephone asks for it'),
  shown(
    '11.4.2',
    'Passwords are kept by Argon2id (19 MiB, two passes)',
    'auth/second-factor-sign-in: is kept as a hash',
    'S-08',
  ),
  shown('11.4.3', 'What is sealed is sealed by 256 bits', 'activities/chain: shows the one changed, the one missing'),
  absent('11.4.4', 'Keys made of passwords are stretched', 'no key is made of a password'),
  shown('11.5.1', 'What must not be guessed is drawn by the system'),
  absent('11.6.1', 'Key pairs are made as they should', 'the program signs nothing'),
]
