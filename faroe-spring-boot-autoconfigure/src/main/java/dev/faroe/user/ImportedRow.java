package dev.faroe.user;

/**
 * A user to insert.
 *
 * @param user the user, with whole seconds
 * @param passwordHash the hash of the password
 */
record ImportedRow(StoredUser user, String passwordHash) {

	/**
	 * Return a text without the hash.
	 */
	@Override
	public String toString() {
		return "ImportedRow[user=%s]".formatted(this.user);
	}

}
