using Enas.Host.Service;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>The dashboard on the address of a service's health and metrics.</summary>
/// <param name="app">The dashboard.</param>
internal sealed class ServicePages(DashboardApp app) : IServicePages
{
    /// <inheritdoc />
    public Task AnswerAsync(HttpContext context) => app.AnswerAsync(context);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => app.DisposeAsync();
}
