/** What the fields about passwords and accounts are called, above them and in the summary of errors. */
export const authLabels = {
  email: 'Adresse électronique',
  password: 'Mot de passe',
  proof: 'Votre mot de passe',
  current: 'Mot de passe actuel',
  code: 'Code à six chiffres',
  recoveryCode: 'Code de récupération',
}

/** Of the two in which a password is chosen. */
export function newPasswordLabels(password = 'Nouveau mot de passe') {
  return { password, again: `${password}, une seconde fois` }
}
