/** Addresses of the user pool's domain (`origin`, no slash at its end), its issuer, and the app client. */
export interface SignInPlace {
  issuer: string;
  origin: string;
  clientId: string;
  /** Separated by blanks. */
  scopes: string;
}

/** What a program needs to sign somebody in by authorization code and PKCE. */
export interface SignIn {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  logoutEndpoint: string;
  clientId: string;
  scopes: string[];
}

/** The paths are Cognito's, the same for every user pool. */
export const describeSignIn = ({ issuer, origin, clientId, scopes }: SignInPlace): SignIn => ({
  issuer,
  authorizationEndpoint: `${origin}/oauth2/authorize`,
  tokenEndpoint: `${origin}/oauth2/token`,
  logoutEndpoint: `${origin}/logout`,
  clientId,
  scopes: scopes.split(' '),
});
