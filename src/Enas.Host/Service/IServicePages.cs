using Microsoft.AspNetCore.Http;

namespace Enas.Host.Service;

/// <summary>What else is answered on the address of health and metrics.</summary>
internal interface IServicePages : IAsyncDisposable
{
    /// <summary>Answers a request that is for neither.</summary>
    Task AnswerAsync(HttpContext context);
}
