package dev.countersign.bot;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the house, and the fences around the libraries. */
@AnalyzeClasses(packages = "dev.countersign", importOptions = ArchitectureTest.Product.class)
class ArchitectureTest {

    /** Tests may look across the house; those of other modules come in a jar of their own. */
    static final class Product implements ImportOption {
        private final ImportOption noTests = new DoNotIncludeTests();

        @Override
        public boolean includes(Location location) {
            return noTests.includes(location) && !location.contains("-tests.jar");
        }
    }

    private static final String CHANNELS = "dev.countersign.channels";
    private static final String AGENT = "dev.countersign.agent";
    private static final String STORE = "dev.countersign.store";
    private static final String BOT = "dev.countersign.bot";

    @ArchTest
    static final ArchRule no_packages_in_a_circle =
            slices().matching("dev.countersign.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule channels_know_nobody_to_their_right =
            noArrow(all(CHANNELS), all(AGENT), all(STORE), all(BOT));

    @ArchTest
    static final ArchRule agents_know_only_channels = noArrow(all(AGENT), all(STORE), all(BOT));

    @ArchTest
    static final ArchRule the_store_does_not_know_the_bot = noArrow(all(STORE), all(BOT));

    @ArchTest
    static final ArchRule the_store_keeps_runs_and_knows_no_models_tools_or_engine = noArrow(
            all(STORE),
            AGENT + ".gate..",
            AGENT + ".catalog..",
            AGENT + ".model..",
            AGENT + ".tool..",
            AGENT + ".engine..");

    @ArchTest
    static final ArchRule only_the_bot_names_a_channel = noClasses()
            .that(resideInAnyPackage(all(AGENT), all(STORE)))
            .should()
            .dependOnClassesThat(adaptersOf(CHANNELS));

    @ArchTest
    static final ArchRule the_words_of_conversation_know_no_channel = noClasses()
            .that()
            .resideInAPackage(CHANNELS)
            .should()
            .dependOnClassesThat(adaptersOf(CHANNELS));

    @ArchTest
    static final ArchRule the_words_of_conversation_need_no_library = noClasses()
            .that()
            .resideInAPackage(CHANNELS)
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", CHANNELS);

    @ArchTest
    static final ArchRule no_channel_knows_another = slices().matching(CHANNELS + ".(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule a_run_knows_channel_words_only = noArrow(
            AGENT + ".run..",
            AGENT + ".gate..",
            AGENT + ".catalog..",
            AGENT + ".model..",
            AGENT + ".tool..",
            AGENT + ".machine..",
            AGENT + ".asking..",
            AGENT + ".engine..");

    @ArchTest
    static final ArchRule the_machine_knows_no_models_tools_or_engine = noArrow(
            AGENT + ".machine..",
            AGENT + ".asking..",
            AGENT + ".catalog..",
            AGENT + ".model..",
            AGENT + ".tool..",
            AGENT + ".engine..");

    @ArchTest
    static final ArchRule tools_and_models_know_runs_only = noClasses()
            .that()
            .resideInAnyPackage(AGENT + ".tool", AGENT + ".model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    AGENT + ".gate..",
                    AGENT + ".catalog..",
                    AGENT + ".asking..",
                    AGENT + ".engine..");

    @ArchTest
    static final ArchRule the_gate_and_the_catalog_do_not_know_the_engine = noClasses()
            .that()
            .resideInAnyPackage(AGENT + ".gate..", AGENT + ".catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AGENT + ".asking..", AGENT + ".engine..");

    @ArchTest
    static final ArchRule the_gate_does_not_know_the_catalog =
            noArrow(AGENT + ".gate..", AGENT + ".catalog..");

    @ArchTest
    static final ArchRule the_engine_names_no_adapter = noClasses()
            .that()
            .resideInAPackage(AGENT + ".engine..")
            .should()
            .dependOnClassesThat(adaptersOf(AGENT + ".tool").or(adaptersOf(AGENT + ".model")));

    @ArchTest
    static final ArchRule slack =
            fence("com.slack..", CHANNELS + ".slack..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule mail =
            fence("jakarta.mail..", CHANNELS + ".email..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule javalin =
            fence("io.javalin..", CHANNELS + ".web..", BOT + ".http..", BOT);

    @ArchTest
    static final ArchRule langchain4j =
            fence("dev.langchain4j..", AGENT + ".model.langchain..", AGENT + ".tool.mcp..");

    @ArchTest
    static final ArchRule schemas = fence("com.networknt..", AGENT + ".gate.schema..");

    @ArchTest
    static final ArchRule fabric8 =
            fence("io.fabric8..", AGENT + ".tool.kubernetes..", BOT + ".operator..");

    @ArchTest
    static final ArchRule jdbi = fence("org.jdbi..", all(STORE));

    @ArchTest
    static final ArchRule jdbc = fence("java.sql..", all(STORE));

    @ArchTest
    static final ArchRule pools = fence("com.zaxxer.hikari..", all(STORE));

    @ArchTest
    static final ArchRule migrations = fence("org.flywaydb..", all(STORE));

    @ArchTest
    static final ArchRule h2 = fence("org.h2..", all(STORE));

    @ArchTest
    static final ArchRule postgresql = fence("org.postgresql..", all(STORE));

    @ArchTest
    static final ArchRule the_command_line =
            fence("picocli..", BOT + ".cli..", BOT + ".alone..", BOT);

    @ArchTest
    static final ArchRule figures = fence("io.micrometer..", BOT + ".meters..");

    private static String all(String module) {
        return module + "..";
    }

    private static ArchRule noArrow(String from, String... to) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .allowEmptyShould(true);
    }

    /** Only these packages may see this library. */
    private static ArchRule fence(String library, String... inside) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(inside)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    /** Everything below a package, but not the package itself. */
    private static DescribedPredicate<JavaClass> adaptersOf(String root) {
        return resideInAPackage(root + "..")
                .and(DescribedPredicate.not(resideInAPackage(root)))
                .as("classes below %s", root);
    }
}
