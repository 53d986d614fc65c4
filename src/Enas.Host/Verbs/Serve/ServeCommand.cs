using System.CommandLine;
using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Service;
using Enas.Host.Settings;
using Enas.Host.Workers;
using Enas.Host.Workers.Engines;

namespace Enas.Host.Verbs.Serve;

/// <summary><c>enas serve</c>: searches by schedule and on demand, until it is stopped.</summary>
internal static class ServeCommand
{
    /// <summary>A day.</summary>
    private const int LongestStop = 86_400;

    public static Command Create()
    {
        var jobs = new Option<string?>("--jobs")
        {
            Description = "The folder of job files and their schedules; jobs by default.",
            HelpName = "PATH"
        };
        var root = CommandParts.Out("The folder of searches; runs by default.");
        var concurrent = new Option<int?>("--max-concurrent")
        {
            Description = "Searches that run at a time; 1 by default.",
            HelpName = "N"
        }.Between(1, int.MaxValue);
        var listen = new Option<string?>("--listen")
        {
            Description = "Address and port of health and metrics, 127.0.0.1:5080 by default; +:5080 for every address of this machine.",
            HelpName = "ADDRESS"
        };
        var hosts = new Option<string[]>("--allow-host")
        {
            Description = "A host name that health, metrics and the pages of --ui answer for, beside localhost and addresses of loopback; "
                + "by default health and metrics answer for any, and pages for no other.",
            HelpName = "NAME"
        };
        var stopWithin = new Option<int?>("--stop-within")
        {
            Description = "Seconds that a search has to stop at its "
            + "next step; it is ended at once then, and stays resumable. 540 by default.",
            HelpName = "SECONDS"
        }.Between(1, LongestStop);
        var engine = EngineCatalog.Options(isRequired: false);
        var shared = new Option<string?>("--root")
        {
            Description = "With --engine: the shared folder that holds searches and data, which workers name with their own --root; the "
                + "folder of searches by default.",
            HelpName = "PATH",
        };
        var noAdopt = new Option<bool>("--no-adopt")
        {
            Description = "Leaves alone what people started in the folder of searches and did not finish."
        };
        var ui = new Option<bool>("--ui")
        {
            Description = "Shows the searches and the service in a browser on the same address."
        };
        var readOnly = new Option<bool>("--read-only")
        {
            Description = "The pages of --ui have no actions."
        };
        var token = new Option<string?>("--token-file")
        {
            Description = "A file whose first line is the token of --ui, which is then asked for on every address; "
                + "OUT/.service/ui-token by default, made where it is not there, which on loopback guards actions alone.",
            HelpName = "FILE"
        };
        var format = new Option<string?>("--log-format")
        {
            Description = "How it logs on standard error; text by default, systemd under systemd.",
            HelpName = string.Join('|', HostLogging.Formats.Keys)
        };
        format.AcceptOnlyFromAmong([.. HostLogging.Formats.Keys]);
        var verb = new VerbCommand(
            "serve", "Runs the searches of a folder of job files, by schedule and on demand; SIGTERM stops it cleanly (exit code 75).",
            "enas serve --jobs jobs --out runs");
        foreach (var option in (Option[])[jobs, root, concurrent, listen, hosts, stopWithin, noAdopt, ui, readOnly, token, format,
            engine.Engine, engine.Credentials, shared])
        {
            verb.Options.Add(option);
        }

        return verb.Does(json: null, (parsed, _) =>
        {
            var settings = HostSettings.Read();
            var (names, from) = parsed.GetValue(hosts) is { Length: > 0 } given ? (given, "--allow-host")
                : (settings.Serve.AllowedHosts.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                    "settings of this host: Serve:AllowedHosts");
            var options = new ServeOptions(
                ServedFolders.Jobs(parsed.GetValue(jobs) ?? settings.Serve.Jobs),
                Surroundings.FullPath(parsed.GetValue(root) ?? settings.Runs.Root),
                parsed.GetValue(concurrent) ?? Checked("MaxConcurrent", settings.Serve.MaxConcurrent, int.MaxValue),
                ListenAddress.Checked(parsed.GetValue(listen) ?? settings.Serve.Listen),
                !parsed.GetValue(noAdopt))
            {
                HasPages = parsed.GetValue(ui),
                ArePagesReadOnly = parsed.GetValue(readOnly),
                TokenFile = parsed.GetValue(token) is { } file ? Surroundings.FullPath(file) : null,
                PageHosts = [.. names.Where(name => name != "*")],
                Elsewhere = Elsewhere(
                    EngineCatalog.Of(parsed, engine), parsed.GetValue(shared), parsed.GetValue(root) ?? settings.Runs.Root),
                AllowedHosts = AllowedHosts.Of(names, from),
                StopWithin = TimeSpan.FromSeconds(
                    parsed.GetValue(stopWithin) ?? Checked("StopWithinSeconds", settings.Serve.StopWithinSeconds, LongestStop)),
            };
            return ServeVerb.RunAsync(options, settings.Storage, parsed.GetValue(format) is { } name ? HostLogging.Formats[name] : null);
        });
    }

    // What a search's process is told, so that a worker does it and this machine waits.
    private static string[] Elsewhere(IWorkEngine? engine, string? shared, string searches) => (engine, shared) switch
    {
        (null, null) => [],
        (null, _) => throw new CommandLineException("--root is what an engine's workers share; without --engine leave it out"),
        _ => ["--whole", "--engine", engine.Url, "--root", Surroundings.FullPath(shared ?? searches),
            .. engine.Credentials is { } file ? (string[])["--engine-credentials", file] : []],
    };

    private static int Checked(string name, int value, int most) => value >= 1 && value <= most
        ? value
        : throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"settings "
            + $"of this host: Serve:{name} {value}: allowed are numbers from 1{(most == int.MaxValue ? string.Empty : $" to {most}")}"));
}

/// <summary>The folders that serve and schedule are about.</summary>
internal static class ServedFolders
{
    /// <summary>The folder of job files.</summary>
    /// <exception cref="NotFoundException">It is not there.</exception>
    public static string Jobs(string folder) => Directory.Exists(Surroundings.FullPath(folder))
        ? Surroundings.FullPath(folder) : throw new NotFoundException($"there is no folder of jobs {Surroundings.FullPath(folder)}");
}
