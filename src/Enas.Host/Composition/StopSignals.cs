using System.Runtime.InteropServices;
using Enas.Host.Cli;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Composition;

/// <summary>
/// The host's lifetime: the first Ctrl+C, and SIGTERM, ask for a clean stop at the next step's boundary; a second Ctrl+C ends the
/// process at once, which costs no acknowledged step.
/// </summary>
internal sealed class StopSignals(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _interrupts;

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Terminate));
        if (EarlyStop.Take())
        {
            lifetime.StopApplication();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _interrupts) > 1)
        {
            Console.CursorVisible = true; // The live panel hides it.
            Environment.Exit(ExitCodes.StoppedAtOnce);
        }

        LiveNotice.Say("stopping at the next step; Ctrl+C again ends at once");
        lifetime.StopApplication();
    }

    private void Terminate(PosixSignalContext context)
    {
        context.Cancel = true;
        lifetime.StopApplication();
    }
}
