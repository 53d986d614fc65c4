using System.Runtime.InteropServices;

namespace Enas.Host.Composition;

/// <summary>
/// Listens to SIGTERM from the first moment of a verb that can be stopped cleanly. Reading the command line and building the host take a
/// tenth of a second and more, and whoever is told to stop in it must not look as if it had crashed.
/// </summary>
internal static class EarlyStop
{
    private static readonly string[] s_verbs = ["run", "resume", "fork", "train", "rank", "serve", "ui"];

    private static PosixSignalRegistration? s_registration;
    private static volatile bool s_isAsked;

    /// <summary>Begins to listen, where the verb has a host that asks for it.</summary>
    public static void Listen(IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 0 && s_verbs.Contains(arguments[0]))
        {
            s_registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Remember);
        }
    }

    /// <summary>Stops to listen, once somebody else does; tells whether a signal came until then.</summary>
    public static bool Take()
    {
        s_registration?.Dispose();
        return s_isAsked;
    }

    /// <summary>The first signal is remembered; a second one does what the first would have done without us, should a verb stand still
    /// before its host listens.</summary>
    private static void Remember(PosixSignalContext context)
    {
        context.Cancel = !s_isAsked;
        s_isAsked = true;
    }
}
