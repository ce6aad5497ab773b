<#
.SYNOPSIS
Installs esxi-mcp-server from a release: picks the platform, verifies the checksum, then puts it into place.

.DESCRIPTION
ESXI_MCP_RELEASES names other releases than those of the repository, such as a mirror:
BASE/download/vVERSION/FILE, BASE/latest/download/FILE.
#>
param(
  [string] $Version = 'latest',
  [string] $To = (Join-Path $env:LOCALAPPDATA 'Programs\esxi-mcp-server')
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$name = 'esxi-mcp-server'
# A release writes its own address and version here.
$releases = ''
if ($env:ESXI_MCP_RELEASES) { $releases = $env:ESXI_MCP_RELEASES }
if (-not $releases) {
  throw "Cannot find a release: this copy belongs to none; take install.ps1 from a release's page"
}
if ($releases -notmatch '^(https://|http://(127\.0\.0\.1|localhost):)') {
  throw "Cannot fetch ${releases}: it is not an address that begins with https://"
}
# Windows on ARM runs programs for x64.
if ($env:PROCESSOR_ARCHITECTURE -notin 'AMD64', 'ARM64') {
  throw "Cannot install on $($env:PROCESSOR_ARCHITECTURE): there is no release for it; run the server from a checkout"
}
$file = "$name-windows-x64.exe"
$from = if ($Version -eq 'latest') { "$($releases.TrimEnd('/'))/latest/download" }
else { "$($releases.TrimEnd('/'))/download/v$($Version.TrimStart('v'))" }

# Windows PowerShell 5 offers older protocols only, unless it is told.
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
$work = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
New-Item -ItemType Directory -Path $work | Out-Null
try {
  $sums = Join-Path $work 'SHA256SUMS'
  Invoke-WebRequest -UseBasicParsing -Uri "$from/SHA256SUMS" -OutFile $sums
  $wanted = @(Get-Content $sums | Where-Object { $_ -match "^([0-9a-fA-F]{64})\s+\*?$([regex]::Escape($file))$" } |
      ForEach-Object { $_.Substring(0, 64).ToLowerInvariant() })
  if ($wanted.Count -ne 1) {
    throw "Cannot verify ${file}: SHA256SUMS has not one checksum of it; nothing was installed"
  }
  $fetched = Join-Path $work $file
  Invoke-WebRequest -UseBasicParsing -Uri "$from/$file" -OutFile $fetched
  $found = (Get-FileHash -Algorithm SHA256 -Path $fetched).Hash.ToLowerInvariant()
  if ($found -ne $wanted[0]) {
    throw "Cannot install ${file}: its checksum is $found and not $($wanted[0]); nothing was installed"
  }
  $said = & $fetched --version
  if ($LASTEXITCODE -ne 0) {
    throw "Cannot install ${file}: it does not run on this system; nothing was installed"
  }
  New-Item -ItemType Directory -Force -Path $To | Out-Null
  # Copied beside its place first: within a folder a file takes the place of another at once or not at all.
  $new = Join-Path $To ".$name.new.exe"
  Copy-Item -Force $fetched $new
  Move-Item -Force $new (Join-Path $To "$name.exe")
  Write-Output "Installed $said as $(Join-Path $To "$name.exe")"
  if (($env:PATH -split ';') -notcontains $To) { Write-Output "Clients find it once $To is in PATH." }
}
finally {
  Remove-Item -Recurse -Force $work
}
