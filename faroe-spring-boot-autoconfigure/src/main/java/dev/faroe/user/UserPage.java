package dev.faroe.user;

import java.util.List;

/**
 * A page of users.
 *
 * @param users the users of the page, none past the last page
 * @param total the number of users on all pages
 * @param perPage the number of users that a full page has
 */
public record UserPage(List<User> users, long total, int perPage) {

	public UserPage {
		users = List.copyOf(users);
	}

	/**
	 * Return the number of pages.
	 * @return the number of pages, 0 when there are no users
	 */
	public long totalPages() {
		return (this.total + this.perPage - 1) / this.perPage;
	}

}
