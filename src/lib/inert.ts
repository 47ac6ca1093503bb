/** For what people have sent, and for sheets: shown alone, it runs nothing, fetches nothing and stands in no frame. */
export const inertPolicy = "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; sandbox"

/** The page that a browser makes around a picture has styles of its own. */
export const pictureShownPolicy = `style-src 'unsafe-inline'; ${inertPolicy}`
