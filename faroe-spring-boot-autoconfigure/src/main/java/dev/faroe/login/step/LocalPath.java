package dev.faroe.login.step;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Tells paths of the application from what a browser would leave it for. A request can be
 * made for any path, so that a path that was remembered is not one to trust.
 */
final class LocalPath {

	private LocalPath() {
	}

	/**
	 * Tell whether a redirect to a path stays in the application: one slash in front, and
	 * nothing that browsers read as another.
	 */
	static boolean isLocal(String path) {
		if (!path.startsWith("/") || path.startsWith("//") || path.indexOf('\\') >= 0
				|| path.chars().anyMatch((character) -> character <= ' ' || character == 0x7F)) {
			return false;
		}
		try {
			URI uri = new URI(path);
			return uri.getScheme() == null && uri.getRawAuthority() == null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

}
