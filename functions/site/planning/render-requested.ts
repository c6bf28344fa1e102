/** The detail type of a wish to have everything rendered, and of the next part of such a render. */
export const renderRequested = 'Render Requested';
