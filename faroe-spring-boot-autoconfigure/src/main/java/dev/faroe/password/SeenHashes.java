package dev.faroe.password;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One hash of each kind that log-ins have met, so that an email address that no user has
 * can cost as much as those of users, whose hashes may come from elsewhere. Which user a
 * hash is of does not matter: nobody learns what comes out of its comparison.
 */
final class SeenHashes {

	/** Every further kind makes a wrong password cost more. */
	static final int MAXIMUM_KINDS = 4;

	private final UnaryOperator<String> kind;

	private final Map<String, String> byKind = new BoundedMap();

	SeenHashes(UnaryOperator<String> kind) {
		this.kind = kind;
	}

	synchronized void add(String hash) {
		this.byKind.put(this.kind.apply(hash), hash);
	}

	/**
	 * Return a hash of each kind but one.
	 */
	synchronized List<String> ofOtherKinds(String hash) {
		String own = this.kind.apply(hash);
		return this.byKind.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().equals(own))
			.map(Map.Entry::getValue)
			.toList();
	}

	private static final class BoundedMap extends LinkedHashMap<String, String> {

		private static final long serialVersionUID = 1L;

		BoundedMap() {
			super(16, 0.75f, true);
		}

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
			return size() > MAXIMUM_KINDS;
		}

	}

}
