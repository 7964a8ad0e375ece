package dev.faroe.sample.gofaroe;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The command {@code import-go-faroe}: imports a Go Faroe server's SQLite file into the
 * database that the server would use with the same properties.
 */
public final class ImportGoFaroeCommand {

	/** The first argument. */
	public static final String NAME = "import-go-faroe";

	/** The exit status when everything in the file is in the database. */
	static final int COMPLETE = 0;

	/** The exit status when rows of the file were refused. */
	static final int INCOMPLETE = 1;

	/** The exit status when the import was not started or not finished. */
	static final int FAILED = 2;

	/** Without a web server, the log would have a warning about it. */
	private static final String[] WITHOUT_REST_API = { "--faroe.rest.enabled=false" };

	private static final String USAGE = "Usage: java -jar faroe-sample-app-import.jar " + NAME
			+ " <SQLite file> [--name=value]...";

	private final Class<?> application;

	private final PrintStream out;

	private final PrintStream err;

	private final boolean terminal;

	/**
	 * Create a command.
	 * @param application the configuration of the server
	 * @param out where to report to
	 * @param err where to report failures to
	 * @param terminal whether somebody watches
	 */
	public ImportGoFaroeCommand(Class<?> application, PrintStream out, PrintStream err, boolean terminal) {
		this.application = application;
		this.out = out;
		this.err = err;
		this.terminal = terminal;
	}

	/**
	 * Run the command. Nothing is written unless the file can be understood.
	 * @param arguments the path of the file, and properties as {@code --name=value}
	 * @return the exit status: 0 if everything in the file is in the database, 1 if some
	 * of it was refused, 2 if the import was not started or not finished
	 */
	public int run(List<String> arguments) {
		List<String> paths = arguments.stream().filter((argument) -> !argument.startsWith("--")).toList();
		if (paths.size() != 1) {
			this.err.println(USAGE);
			return FAILED;
		}
		if (!ClassUtils.isPresent("org.sqlite.JDBC", getClass().getClassLoader())) {
			this.err.println("The server alone cannot read SQLite files. " + USAGE);
			return FAILED;
		}
		try (GoFaroeFile file = GoFaroeFile.open(Path.of(paths.get(0)))) {
			return run(file, arguments.stream().filter((argument) -> argument.startsWith("--")).toArray(String[]::new));
		}
		catch (UnreadableFileException | InvalidPathException ex) {
			this.err.println("Nothing was imported from " + paths.get(0) + ": " + ex.getMessage());
			return FAILED;
		}
	}

	private int run(GoFaroeFile file, String[] properties) {
		this.out.printf("The file has %,d users and %,d TOTP credentials.%n", file.users(), file.totpCredentials());
		try (ConfigurableApplicationContext context = start(properties)) {
			boolean complete = new GoFaroeImport(file, this.out, this.terminal).run(context.getBean(UserService.class),
					context.getBean(TotpService.class));
			return complete ? COMPLETE : INCOMPLETE;
		}
		catch (RuntimeException ex) {
			this.err.println("The import is not finished: " + reason(ex)
					+ ". It goes on where it was interrupted when it is started again.");
			return FAILED;
		}
	}

	private ConfigurableApplicationContext start(String[] properties) {
		return new SpringApplicationBuilder(this.application).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.properties("logging.level.root=warn", "logging.level.org.springframework.context=error",
					"logging.level.org.springframework.boot.SpringApplication=off", "faroe.cleanup.interval=0")
			.run(StringUtils.concatenateStringArrays(WITHOUT_REST_API, properties));
	}

	/**
	 * Drivers append the statement, which may be long.
	 */
	private static String reason(RuntimeException ex) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
		String message = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		return message.lines().findFirst().orElse("");
	}

}
