; The installer for Windows, of what packaging/build.py made: for one person, so that no administrator is needed.
; Inno Setup makes it: iscc /DVersion=1.0.0 packaging\windows.iss

[Setup]
AppId=AFAS Assistant
AppName=AFAS Assistant
AppVersion={#Version}
AppPublisher=AFAS Assistant contributors
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
DefaultDirName={autopf}\AFAS Assistant
DisableProgramGroupPage=yes
LicenseFile=..\LICENSE
SetupIconFile=..\build\icons\afas-assistant.ico
UninstallDisplayIcon={app}\AFAS Assistant.exe
OutputDir=..\dist
OutputBaseFilename=afas-assistant-{#Version}-windows-setup
Compression=lzma2
SolidCompression=yes

[Languages]
Name: "nl"; MessagesFile: "compiler:Languages\Dutch.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\dist\afas-assistant\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs

[Icons]
Name: "{autoprograms}\AFAS Assistant"; Filename: "{app}\AFAS Assistant.exe"

[Run]
Filename: "{app}\AFAS Assistant.exe"; Description: "{cm:LaunchProgram,AFAS Assistant}"; Flags: nowait postinstall skipifsilent
