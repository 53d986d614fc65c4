using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Workers;
using Enas.Host.Workers.Engines;
using Enas.Host.Workers.Nats;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Work;

namespace Enas.Host.Verbs.Work;

/// <summary><c>enas cluster</c>: what an engine has, and what is asked of its workers.</summary>
internal static class ClusterCommand
{
    public static Command Create()
    {
        var cluster = new Command("cluster", "Looks at the work of several machines, and stops it.");
        cluster.Subcommands.Add(Status());
        cluster.Subcommands.Add(Asking("drain", "Asks workers to take nothing more; what they have they do.", "NAME",
            "A host, or one worker of it as cluster status names it.",
            static async (engine, name) => $"{string.Join(", ", await engine.DrainAsync(name))}: takes nothing more"));
        cluster.Subcommands.Add(Asking("cancel", "Asks that nobody works for an owner any more; its logs go on where they are.", "OWNER",
            "Who waits for the work, as workers say it.", CancelledAsync));
        cluster.Subcommands.Add(Key());
        return cluster;
    }

    private static Command Status()
    {
        var engine = EngineCatalog.Options(isRequired: true);
        var verb = new VerbCommand("status", "What waits, what runs, and who works.", "enas cluster status --engine nats://127.0.0.1:4222");
        verb.Options.Add(engine.Engine);
        verb.Options.Add(engine.Credentials);
        return verb.Does(CommandParts.Json(), async (parsed, terminal) =>
        {
            Write(await EngineCatalog.Of(parsed, engine)!.StatusAsync(), terminal);
            return ExitCodes.Done;
        });
    }

    private static Command Key()
    {
        var file = new Argument<string>("FILE") { Description = "The file of the key, which is not there yet." };
        var verb = new VerbCommand("key", "Makes a key for --engine-credentials, and prints the public one, which the server is told.",
            "enas cluster key worker.key");
        verb.Arguments.Add(file);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
        {
            var key = NatsEngine.CreateKey(parsed.GetRequiredValue(file));
            terminal.Line(key);
            terminal.Result(new JsonObject { ["publicKey"] = key });
            return Task.FromResult(ExitCodes.Done);
        });
    }

    private static Command Asking(
        string name, string description, string what, string meaning, Func<IWorkEngine, string, Task<string>> ask)
    {
        var engine = EngineCatalog.Options(isRequired: true);
        var whom = new Argument<string>(what) { Description = meaning };
        var verb = new VerbCommand(name, description, $"enas cluster {name} {what.ToLowerInvariant()} --engine nats://127.0.0.1:4222");
        verb.Arguments.Add(whom);
        verb.Options.Add(engine.Engine);
        verb.Options.Add(engine.Credentials);
        return verb.Does(null, async (parsed, terminal) =>
        {
            terminal.Line(await ask(EngineCatalog.Of(parsed, engine)!, parsed.GetRequiredValue(whom)));
            return ExitCodes.Done;
        });
    }

    private static async Task<string> CancelledAsync(IWorkEngine engine, string owner)
    {
        var count = await engine.CancelAsync(owner);
        return count == 0 ? $"nothing of {owner} waits or runs; owners are named as workers say them (begun for OWNER)"
            : $"{Counted.Of(count, "piece")} of {owner} taken back";
    }

    private static void Write(QueueStatus status, Terminal terminal)
    {
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture, $"{status.Waiting} wait, {status.Running} run, {Counted.Of(status.Workers.Count, "worker")}"));
        if (status.Workers.Count > 0)
        {
            var table = new PeopleTable("worker", "slots", "device", "works on", "version");
            foreach (var worker in status.Workers)
            {
                table.Row(worker.Name, worker.Slots.ToString(CultureInfo.InvariantCulture), worker.DeviceClass,
                    worker.IsDraining ? "drains" : string.Join(' ', worker.Working.Select(key => WorkKey.TryParse(key)?.Short)),
                    worker.Version);
            }

            terminal.Draw(table);
        }

        terminal.Result(new JsonObject
        {
            ["waiting"] = status.Waiting,
            ["running"] = status.Running,
            ["workers"] = new JsonArray([.. status.Workers.Select(worker => (JsonNode)new JsonObject
            {
                ["name"] = worker.Name,
                ["slots"] = worker.Slots,
                ["device"] = worker.DeviceClass,
                ["working"] = new JsonArray([.. worker.Working.Select(key => JsonValue.Create(key))]),
                ["draining"] = worker.IsDraining,
                ["version"] = worker.Version,
            })]),
        });
    }
}
