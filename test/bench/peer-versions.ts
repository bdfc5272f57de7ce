/** The file in the folder of the peers that tells which versions are in it. */
export const VERSIONS = 'versions.json';
