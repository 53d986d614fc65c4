using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Settings;

namespace Enas.Host.Verbs.Ui;

/// <summary><c>enas ui</c>: searches in a browser.</summary>
internal static class UiCommand
{
    private const string DefaultListen = "127.0.0.1:5081";

    public static Command Create()
    {
        var folders = new Argument<string[]>("FOLDER")
        {
            Description = "Folders of searches, or searches; runs by default.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var listen = new Option<string>("--listen")
        {
            Description = "Address and port; where other machines reach it, the token is asked for.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => DefaultListen
        };
        var hosts = new Option<string[]>("--host")
        {
            Description = "A host name that it answers for, beside localhost and addresses of loopback.",
            HelpName = "NAME"
        };
        var pathBase = new Option<string?>("--path-base")
        {
            Description = "What all its addresses begin with, behind a proxy that serves it below a path.",
            HelpName = "/PATH"
        };
        var token = new Option<string?>("--token-file")
        {
            Description = "A file whose first line is the token, which is asked for then on every address; ENAS__Ui__Token by default.",
            HelpName = "FILE"
        };
        var verb = new VerbCommand("ui", "Shows searches in a browser, while they run too. It only reads; Ctrl+C ends it.", "enas ui runs");
        verb.Arguments.Add(folders);
        foreach (var option in (Option[])[listen, hosts, pathBase, token])
        {
            verb.Options.Add(option);
        }

        return verb.Does(json: null, (parsed, terminal) => UiVerb.RunAsync(
            new UiArguments(
                parsed.GetValue(folders) ?? [], parsed.GetValue(listen)!, parsed.GetValue(hosts) ?? [], parsed.GetValue(pathBase),
                parsed.GetValue(token)), HostSettings.Read(), terminal));
    }
}
