import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import org.elasticsearch.action.admin.cluster.health.ClusterHealthRequest;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.core.TimeValue;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one node of a development server. Arguments: folder with elasticsearch.yml, name of the node, number of nodes
 * to wait for, line to print when the cluster is complete ("" for none).
 *
 * The node ends on SIGTERM, and when its parent or the process named by ES_WATCH_PID has ended, so that nothing is left
 * running after a test run that was killed.
 */
public final class Launcher {

    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(arguments[0]);
        String name = arguments[1];
        int nodes = Integer.parseInt(arguments[2]);
        String ready = arguments[3];

        Settings home = Settings.builder().put("path.home", System.getProperty("es.path.home")).build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(home, new HashMap<>(), config, () -> name);
        LogConfigurator.configureESLogging();
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(Path.of(System.getProperty("es.path.home"), "modules")), Set.of(), Map.of(), false);
        Node node = new Node(environment, plugins);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        watch(ProcessHandle.current().parent().orElse(null));
        String other = System.getenv("ES_WATCH_PID");
        if (other != null && !other.isEmpty()) {
            watch(ProcessHandle.of(Long.parseLong(other)).orElse(null));
        }
        node.start();
        if (!ready.isEmpty()) {
            ClusterHealthRequest complete = new ClusterHealthRequest(TimeValue.timeValueSeconds(90))
                .waitForNodes(Integer.toString(nodes)).timeout(TimeValue.timeValueSeconds(90));
            if (node.client().admin().cluster().health(complete).actionGet().isTimedOut()) {
                System.err.println("the nodes did not find each other within 90 seconds");
                System.exit(1);
            }
            System.out.println(ready);
            System.out.flush();
        }
        new CountDownLatch(1).await();
    }

    private static void watch(ProcessHandle process) {
        if (process != null) {
            process.onExit().thenRun(() -> System.exit(0));
        }
    }

    private static void close(Node node) {
        try {
            node.prepareForClose();
            node.close();
        } catch (Exception error) {
            System.err.println("closing failed: " + error);
        }
    }

    private Launcher() {}
}
